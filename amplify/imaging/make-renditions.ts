import { AppError } from '#domain/errors.ts'
import { openAsSrgb } from './colour-profile.ts'
import { encodePixels } from './encode-result.ts'
import { profileOfFile } from './file-profile.ts'
import { type LeanFile, leanFile, openLean } from './lean/lean-file.ts'
import type { OpenedOriginal } from './open-original.ts'
import { addChunks, profileChunk } from './png-chunks.ts'
import { turnUpright } from './turn-upright.ts'

export type Rendition = { readonly bytes: Buffer; readonly width: number; readonly height: number }

/** WebP, oriented, sRGB, without metadata, never larger than the picture. */
export type Renditions = { readonly preview: Rendition; readonly thumbnail: Rendition }

/** Longest sides: a preview fills a large screen, a thumbnail a library tile at twice its density. */
const maxPx = { preview: 2048, thumbnail: 320 }
/** An edit is looked at on its canvas: its preview is for history and for other programs. */
const maxEditPreviewPx = 640
const webp = { quality: 82 }

/**
 * Makes what the library and the editor show of a picture. Decodes all of it, so a file that ends
 * early is found here.
 * @param bytes a file that `inspectImage` let through, or a result of ours
 * @throws AppError INVALID_IMAGE when it cannot be decoded to its end
 */
export async function makeRenditions(bytes: Buffer): Promise<Renditions> {
  const file = leanFile(bytes)
  try {
    const preview = await shrink(file, maxPx.preview)
    return { preview, thumbnail: await shrink(leanFile(preview.bytes), maxPx.thumbnail) }
  } catch (cause) {
    throw new AppError('INVALID_IMAGE', { key: 'fileDamaged' }, { cause })
  }
}

/** Makes what history shows of an edit amid its surroundings. */
export async function makeEditRenditions(shown: OpenedOriginal): Promise<Renditions> {
  const { profile } = shown
  const png = await encodePixels(shown, { compressionLevel: 0 })
  const file = addChunks(png, profile === undefined ? [] : [profileChunk(profile)])
  const preview = await shrink(leanFile(file), maxEditPreviewPx)
  return { preview, thumbnail: await shrink(leanFile(preview.bytes), maxPx.thumbnail) }
}

/** Resizes in the file's own numbers: the library knows less of their meaning than we do. */
async function shrink(file: LeanFile, longest: number): Promise<Rendition> {
  const header = await openLean(file).metadata()
  const profile = profileOfFile(file.bytes, header)
  const image = openLean(file, { ignoreIcc: true })
    .resize(longest, longest, { fit: 'inside', withoutEnlargement: true })
    .toColourspace(profile && header.depth === 'ushort' ? 'rgb16' : 'srgb')
  const turned = turnUpright(image, file.orientation)
  const shown = profile ? await openAsSrgb(turned, profile) : turned
  const { data, info } = await shown.webp(webp).toBuffer({ resolveWithObject: true })
  return { bytes: data, width: info.width, height: info.height }
}
