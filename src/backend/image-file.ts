import { AppError } from '#domain/errors.ts'
import type { ImageMime } from '#domain/object-key.ts'
import { pictureLimits } from '#domain/picture/limits.ts'

const signatures: readonly { mime: ImageMime; offset: number; bytes: readonly number[] }[] = [
  { mime: 'image/png', offset: 0, bytes: [0x89, 0x50, 0x4e, 0x47] },
  { mime: 'image/jpeg', offset: 0, bytes: [0xff, 0xd8, 0xff] },
  { mime: 'image/webp', offset: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
]

/** The real type of these bytes by their signature; a file's name and claimed type may be wrong. */
export function sniffImage(bytes: Uint8Array): ImageMime | undefined {
  const found = signatures.find(({ offset, bytes: expected }) =>
    expected.every((byte, index) => bytes[offset + index] === byte),
  )
  return found?.mime
}

export type CheckedImage = {
  readonly mime: ImageMime
  readonly sha256: string
  /** As shown, after the EXIF orientation. */
  readonly widthPx: number
  readonly heightPx: number
}

/**
 * Reads what the upload needs to know of a file.
 * @throws AppError INVALID_IMAGE with a plain reason
 */
export async function checkImage(file: Blob): Promise<CheckedImage> {
  if (file.size === 0) throw refused('The file is empty.')
  if (file.size > pictureLimits.maxBytes) throw refused('The file is larger than 100 MB.')
  const bytes = await file.arrayBuffer()
  const mime = sniffImage(new Uint8Array(bytes, 0, Math.min(16, bytes.byteLength)))
  if (!mime) throw refused('This is not a PNG, JPEG or WebP picture.')
  const { width, height } = await sizeOf(new Blob([bytes], { type: mime }))
  if (width * height > pictureLimits.maxPixels) throw refused('It has more than 100 megapixels.')
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return { mime, sha256, widthPx: width, heightPx: height }
}

async function sizeOf(image: Blob): Promise<{ width: number; height: number }> {
  try {
    const bitmap = await createImageBitmap(image)
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
