import { AppError } from '#domain/errors.ts'
import type { ImageMime } from '#domain/object-key.ts'
import { fileKindOf } from '#domain/picture/file-kind.ts'
import { isUsedAsItIs } from '#domain/picture/frames.ts'
import { pictureLimits } from '#domain/picture/limits.ts'
import { decodePicture } from './decode-picture.ts'

export type CheckedImage = {
  readonly mime: ImageMime
  readonly sha256: string
  /** As shown; absent when the picture opens only after the backend made a PNG of it. */
  readonly size?: { readonly widthPx: number; readonly heightPx: number }
}

/**
 * Reads what the upload needs to know of a file.
 * @throws AppError INVALID_IMAGE with a plain reason
 */
export async function checkImage(file: Blob): Promise<CheckedImage> {
  if (file.size === 0) throw refused('The file is empty.')
  if (file.size > pictureLimits.maxBytes) throw refused('The file is larger than 100 MB.')
  const bytes = new Uint8Array(await file.arrayBuffer())
  const mime = fileKindOf(bytes)
  const size = isUsedAsItIs(bytes, mime)
    ? await sizeOf(new Blob([bytes], { type: mime }))
    : undefined
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return { mime, sha256, ...(size && { size }) }
}

async function sizeOf(image: Blob): Promise<{ widthPx: number; heightPx: number }> {
  const { width, height } = await measure(image)
  if (width * height > pictureLimits.maxPixels) throw refused('It has more than 100 megapixels.')
  return { widthPx: width, heightPx: height }
}

async function measure(image: Blob): Promise<{ width: number; height: number }> {
  try {
    const bitmap = await decodePicture(image)
    const { width, height } = bitmap
    bitmap.close()
    return { width, height }
  } catch (cause) {
    throw new AppError('INVALID_IMAGE', 'The picture is damaged and cannot be opened.', { cause })
  }
}

function refused(detail: string): AppError {
  return new AppError('INVALID_IMAGE', detail)
}
