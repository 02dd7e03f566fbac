import { AppError } from '#domain/errors.ts'
import type { Message } from '#domain/message/message.ts'
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
  if (file.size === 0) throw refused({ key: 'fileChosenEmpty' })
  if (file.size > pictureLimits.maxBytes) {
    throw refused({ key: 'fileLargerThan', maxMegabytes: pictureLimits.maxBytes / 1e6 })
  }
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
  if (width * height > pictureLimits.maxPixels) {
    throw refused({ key: 'megapixelsOver', maxMegapixels: pictureLimits.maxPixels / 1e6 })
  }
  return { widthPx: width, heightPx: height }
}

async function measure(image: Blob): Promise<{ width: number; height: number }> {
  try {
    const bitmap = await decodePicture(image)
    const { width, height } = bitmap
    bitmap.close()
    return { width, height }
  } catch (cause) {
    throw new AppError('INVALID_IMAGE', { key: 'pictureDamaged' }, { cause })
  }
}

function refused(reason: Message): AppError {
  return new AppError('INVALID_IMAGE', reason)
}
