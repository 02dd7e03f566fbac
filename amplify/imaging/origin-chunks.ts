import type { FileOrigin } from '#domain/picture/origin/origin.ts'
import { writeExif } from '#domain/picture/origin/write-exif.ts'
import { densityChunk, exifChunk } from './png-chunks.ts'

/** What a PNG of ours says of the file that it comes from, but for its XMP. */
export function originChunks(origin: FileOrigin): readonly Buffer[] {
  const exif = writeExif(origin)
  return [
    ...(origin.density ? [densityChunk(origin.density)] : []),
    ...(exif ? [exifChunk(exif)] : []),
  ]
}
