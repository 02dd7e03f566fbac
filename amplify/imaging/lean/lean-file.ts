import sharp, { type Sharp, type SharpOptions } from 'sharp'
import { unreachable } from '#domain/errors.ts'
import type { ImageMime } from '#domain/object-key.ts'
import type { Orientation } from '#domain/picture/exif.ts'
import { fileKindOf } from '#domain/picture/file-kind.ts'
import { framesOf } from '#domain/picture/frames.ts'
import { orientationOf } from '#domain/picture/orientation.ts'
import { safely } from '../limits.ts'
import { leanJpeg } from './lean-jpeg.ts'
import { leanPng } from './lean-png.ts'
import { leanWebp } from './lean-webp.ts'
import { readTiff } from './read-tiff.ts'

/** An uploaded file as decoders may see it: without what costs memory and shows nothing. */
export type LeanFile = {
  readonly mime: ImageMime
  readonly bytes: Buffer
  /** How its pixels are to be turned; `turnUpright` does, decoders are told to leave them. */
  readonly orientation: Orientation
  /** Frames of an animation or pages of a document; 1 for a picture. A GIF's or AVIF's are read later. */
  readonly frames: number
  /** The fault at which a decoder stops; any, for a file whose end was added. */
  readonly failOn: 'error' | 'warning'
}

/**
 * Reads an outside file before any decoder does, and leaves out what no picture needs.
 * @throws AppError INVALID_IMAGE with a sentence for the person
 */
export function leanFile(bytes: Buffer): LeanFile {
  const mime = fileKindOf(bytes)
  const orientation = orientationOf(bytes, mime)
  const about = { mime, orientation, frames: framesOf(bytes, mime), failOn: 'error' } as const
  switch (mime) {
    case 'image/png':
      return { ...about, bytes: leanPng(bytes) }
    case 'image/webp':
      return { ...about, bytes: leanWebp(bytes) }
    case 'image/jpeg': {
      const { bytes: lean, wasOpen } = leanJpeg(bytes)
      return { ...about, bytes: lean, failOn: wasOpen ? 'warning' : 'error' }
    }
    case 'image/tiff':
      return { ...about, ...readTiff(bytes) }
    case 'image/avif':
    case 'image/gif':
      return { ...about, bytes }
    default:
      return unreachable(mime)
  }
}

/** Opens it as stored: not turned, its first frame. */
export function openLean({ bytes, failOn }: LeanFile, options: SharpOptions = {}): Sharp {
  return sharp(bytes, { ...safely, ...options, failOn, autoOrient: false })
}
