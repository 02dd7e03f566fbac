import { createHash } from 'node:crypto'
import { AppError } from '#domain/errors.ts'
import type { Generation, GenerationOutput } from '#domain/generation/generation.ts'
import { type PictureId, pictureIdOf } from '#domain/ids.ts'
import type { Patch } from '#domain/layer/mix.ts'
import { messageText } from '#domain/message/text.ts'
import { patchKey, previewKey, resultKey } from '#domain/object-key.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { makeRenditions } from '../../imaging/make-renditions.ts'
import { encodePatch } from '../../imaging/patch-file.ts'
import type { Edges } from '../../store/edges.ts'
import type { MadeImage } from './call-model.ts'
import type { FinishedImage, Prepared } from './prepare/prepared.ts'

type Needed = Pick<Edges, 'pictures' | 'objects' | 'now'>

type Made = MadeImage & { index: number; finish: Prepared['finish'] }

/**
 * Finishes one image that the model made, stores it with its renditions, and records it as a
 * picture. An image that cannot be finished costs only itself.
 */
export async function storeOutput(
  edges: Needed,
  generation: Generation,
  made: Made,
): Promise<GenerationOutput> {
  const { index, seed } = made
  const seeded = { ...(seed !== undefined && { seed }) }
  const finished = await made.finish(made.image, seed).catch((error: unknown) => {
    if (error instanceof AppError) return error
    throw error
  })
  if (finished instanceof AppError) {
    const reason = messageText(finished.reason)
    return { index, ...seeded, status: 'FAILED', errorCode: finished.code, reason }
  }
  const stored = await storeObjects(edges, generation, { finished, index })
  const { png: _png, patch: _patch, ...facts } = finished
  return { index, ...seeded, status: 'SUCCEEDED', ...facts, ...stored }
}

async function storeObjects(
  edges: Needed,
  generation: Generation,
  { finished, index }: { finished: FinishedImage; index: number },
): Promise<Partial<GenerationOutput>> {
  const { owner, id } = generation
  const { preview, thumbnail } = await makeRenditions(finished.png)
  const keys = {
    key: resultKey(owner, id, index),
    previewKey: previewKey(owner, `${id}-${index}`, 'preview'),
    thumbnailKey: previewKey(owner, `${id}-${index}`, 'thumbnail'),
  }
  await Promise.all([
    edges.objects.write(keys.key, finished.png, 'image/png'),
    edges.objects.write(keys.previewKey, preview.bytes, 'image/webp'),
    edges.objects.write(keys.thumbnailKey, thumbnail.bytes, 'image/webp'),
  ])
  const patch =
    finished.patch && (await storePatch(edges, generation, { ...finished.patch, index }))
  const sha256 = createHash('sha256').update(finished.png).digest('hex')
  const pictureId: PictureId = await pictureIdOf(owner, sha256)
  // The same bytes may be a picture already, from an earlier job: that one stays as it is.
  await edges.pictures.create({
    ...pictureOf(generation, finished, edges.now()),
    ...keys,
    id: pictureId,
    sha256,
    previewBytes: preview.bytes.length,
    thumbnailBytes: thumbnail.bytes.length,
  })
  return { ...keys, ...patch, pictureId }
}

async function storePatch(
  edges: Needed,
  { owner, id }: Generation,
  { patch, profile, index }: { patch: Patch; profile: Buffer | undefined; index: number },
): Promise<Pick<GenerationOutput, 'patchKey' | 'patchRect'>> {
  const key = patchKey(owner, id, index)
  await edges.objects.write(key, await encodePatch(patch, profile), 'image/png')
  const { x, y, width, height } = patch
  return { patchKey: key, patchRect: { x, y, width, height } }
}

/** The longest title that a prompt gives, in characters. */
const maxTitle = 80

function pictureOf(
  generation: Generation,
  { width, height, bytes }: FinishedImage,
  at: number,
): Omit<Picture, 'id' | 'key' | 'sha256'> {
  const { owner, id, prompt, pictureId } = generation
  return {
    owner,
    status: 'READY',
    width,
    height,
    bytes,
    mime: 'image/png',
    origin: 'GENERATION',
    generationId: id,
    ...(pictureId === undefined ? {} : { parentId: pictureId }),
    ...(prompt === undefined ? {} : { title: prompt.slice(0, maxTitle) }),
    revision: 1,
    createdAt: new Date(at).toISOString(),
  }
}
