import type { Orientation } from '#domain/picture/exif.ts'
import { fileKindOf } from '#domain/picture/file-kind.ts'
import { orientationOf, turnedSize, withoutExif } from '#domain/picture/orientation.ts'

/**
 * Decodes a picture upright by our own rule: browsers differ from each other, and from the functions,
 * in which EXIF blocks they read, so they get the file without any.
 * @returns a bitmap, which is the caller's to close
 * @throws AppError INVALID_IMAGE for a file that is no picture; DOMException when it cannot be decoded
 */
export async function decodePicture(file: Blob): Promise<ImageBitmap> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const mime = fileKindOf(bytes)
  const bare = withoutExif(bytes, mime)
  const isBare = bare === bytes
  const stored = await createImageBitmap(
    isBare ? file : new Blob([bare as BlobPart], { type: mime }),
  )
  const orientation = orientationOf(bytes, mime)
  if (orientation === 1) return stored
  const turned = draw(stored, orientation).transferToImageBitmap()
  stored.close()
  return turned
}

/** As `<img>` may show it: the same file, unless an EXIF block could turn it. */
export async function uprightFile(file: Blob): Promise<Blob> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (withoutExif(bytes, fileKindOf(bytes)) === bytes) return file
  const bitmap = await decodePicture(file)
  const canvas = draw(bitmap, 1)
  bitmap.close()
  return canvas.convertToBlob({ type: 'image/webp' })
}

/** Columns of the matrix that leads from stored to shown pixels, in units of the shown sides. */
const matrices: Readonly<
  Record<Orientation, readonly [number, number, number, number, number, number]>
> = {
  1: [1, 0, 0, 1, 0, 0],
  2: [-1, 0, 0, 1, 1, 0],
  3: [-1, 0, 0, -1, 1, 1],
  4: [1, 0, 0, -1, 0, 1],
  5: [0, 1, 1, 0, 0, 0],
  6: [0, 1, -1, 0, 1, 0],
  7: [0, -1, -1, 0, 1, 1],
  8: [0, -1, 1, 0, 0, 1],
}

function draw(stored: ImageBitmap, orientation: Orientation): OffscreenCanvas {
  const { width, height } = turnedSize(stored, orientation)
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  const [a, b, c, d, e, f] = matrices[orientation]
  context?.setTransform(a, b, c, d, e * width, f * height)
  context?.drawImage(stored, 0, 0)
  return canvas
}
