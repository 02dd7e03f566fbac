import { AppError } from '#domain/errors.ts'
import type { Rect } from '#domain/frame/space.ts'
import type { Patch } from '#domain/layer/mix.ts'
import { weightChunkType, weightFileIn } from '#domain/layer/patch-file.ts'
import { offsetChunkData } from '#domain/mask/mask-file.ts'
import { encodeMask } from './encode-for-model.ts'
import { encodePixels } from './encode-result.ts'
import { openOriginal } from './open-original.ts'
import { addChunks, framedChunk, profileChunk } from './png-chunks.ts'
import { decodeGrey } from './read-mask.ts'

/**
 * Writes a patch as a file (`domain/layer/patch-file.ts`), lossless.
 * @param patch in pixels of the root
 * @param profile the one of the root's numbers; without one, sRGB
 */
export async function encodePatch(patch: Patch, profile: Buffer | undefined): Promise<Buffer> {
  const [file, weight] = await Promise.all([encodePixels(patch), encodeMask(patch.weight, patch)])
  const chunks = [
    framedChunk('oFFs', offsetChunkData(patch)),
    ...(profile === undefined ? [] : [profileChunk(profile)]),
    framedChunk(weightChunkType, weight),
  ]
  return addChunks(file, chunks, 'pHYs')
}

/**
 * Reads a patch that `encodePatch` wrote.
 * @param rect where it lies, in pixels of the root
 * @throws AppError INVALID_IMAGE when the file is not one of that size
 */
export async function readPatch(file: Buffer, rect: Rect): Promise<Patch> {
  const weightFile = weightFileIn(file)
  if (!weightFile) throw new AppError('INVALID_IMAGE', { key: 'fileDamaged' })
  const [{ width, height, channels, pixels }, weight] = await Promise.all([
    openOriginal(file),
    decodeGrey(Buffer.from(weightFile)),
  ])
  const isOfSize = width === rect.width && height === rect.height
  if (!isOfSize || weight.length !== width * height) {
    throw new AppError('INVALID_IMAGE', { key: 'fileDamaged' })
  }
  return { ...rect, channels, pixels, weight }
}
