import { AppError } from '#domain/errors.ts'
import type { Rect } from '#domain/frame/space.ts'
import type { UserId } from '#domain/ids.ts'
import type { Layer } from '#domain/layer/composition.ts'
import { patchKey } from '#domain/object-key.ts'
import type { StoredLayer } from '../imaging/composed-picture.ts'
import { limits, maxResultBytes } from '../imaging/limits.ts'
import { type OpenedOriginal, openOriginal } from '../imaging/open-original.ts'
import { readPatch } from '../imaging/patch-file.ts'
import type { Edges } from '../store/edges.ts'
import { isAsNamed } from './check-digest.ts'

/**
 * Reads and decodes a picture that a job works on.
 * @throws AppError NOT_FOUND when it is gone, INVALID_IMAGE
 */
export async function readPicture(
  objects: Edges['objects'],
  key: string | undefined,
): Promise<{ original: OpenedOriginal; sourceBytes: number }> {
  // An earlier result is lossless; an upload is what was checked then, or refused.
  const isResult = key?.startsWith('results/') === true
  const maxBytes = isResult ? maxResultBytes : limits.maxBytes
  const file = await readNeeded(objects, { key, what: 'picture', maxBytes })
  return { original: await openOriginal(file), sourceBytes: file.length }
}

/**
 * The layers of a composition, whose patches are read when they are needed.
 * @param of `rects` is where they lie, in their order, in pixels of the root
 */
export function storedLayers(
  objects: Edges['objects'],
  { owner, layers, rects }: { owner: UserId; layers: readonly Layer[]; rects: readonly Rect[] },
): StoredLayer[] {
  return layers.map(({ generationId, index, opacity }, at) => {
    const rect = rects[at]
    if (!rect) throw new AppError('INTERNAL', 'A layer has no place.')
    const key = patchKey(owner, generationId, index)
    const read = async () => {
      const file = await readNeeded(objects, { key, what: 'picture', maxBytes: maxResultBytes })
      return readPatch(file, rect)
    }
    return { rect, opacity, read }
  })
}

/**
 * Reads an object that a job needs.
 * @throws AppError NOT_FOUND when it is gone; INVALID_IMAGE or INVALID_MASK when it is not what its key names
 */
export async function readNeeded(
  objects: Edges['objects'],
  of: { key: string | undefined; what: 'picture' | 'mask'; maxBytes: number },
): Promise<Buffer> {
  const { key, what, maxBytes } = of
  const found = key === undefined ? undefined : await objects.read(key, maxBytes)
  if (key === undefined || !found) {
    throw new AppError('NOT_FOUND', { key: 'jobFileGone', file: what })
  }
  if (isAsNamed(key, found.bytes)) return found.bytes
  const code = what === 'mask' ? 'INVALID_MASK' : 'INVALID_IMAGE'
  throw new AppError(code, { key: 'jobFileReplaced', file: what })
}
