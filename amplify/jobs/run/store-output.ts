import { createHash } from 'node:crypto'
import { AppError } from '#domain/errors.ts'
import type { Generation, GenerationOutput } from '#domain/generation/generation.ts'
import { type PictureId, pictureIdOf } from '#domain/ids.ts'
import { messageText } from '#domain/message/text.ts'
import { patchKey, previewKey, resultKey } from '#domain/object-key.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { makeEditRenditions, makeRenditions } from '../../imaging/make-renditions.ts'
import type { Edges } from '../../store/edges.ts'
import type { MadeImage } from './call-model.ts'
import type { EditedImage, FinishedImage, Prepared, WholeImage } from './prepare/prepared.ts'

type Needed = Pick<Edges, 'pictures' | 'objects' | 'now'>

/** Finishes one image that the model made. @returns why it cannot be; that costs only itself */
export async function finishImage(
  { image, seed }: MadeImage,
  finish: Prepared['finish'],
): Promise<FinishedImage | AppError> {
  try {
    return await finish(image, seed)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

/** Stores a finished image: an edit as what it owns, anything else as a picture with its record. */
export async function storeOutput(
  edges: Needed,
  generation: Generation,
  of: { index: number; seed: number | undefined; finished: FinishedImage | AppError },
): Promise<GenerationOutput> {
  const { index, seed, finished } = of
  const seeded = { ...(seed !== undefined && { seed }) }
  if (finished instanceof AppError) {
    const reason = messageText(finished.reason)
    return { index, ...seeded, status: 'FAILED', errorCode: finished.code, reason }
  }
  const done = { index, ...seeded, status: 'SUCCEEDED' } as const
  return 'patch' in finished
    ? { ...done, ...(await storePatch(edges, generation, { finished, index })) }
    : { ...done, ...(await storePicture(edges, generation, { finished, index })) }
}

/** What an edit owns, and what it looks like. */
async function storePatch(
  edges: Needed,
  { owner, id }: Generation,
  { finished, index }: { finished: EditedImage; index: number },
): Promise<Partial<GenerationOutput>> {
  const { file, shown, width, height, bytes, changedOutside } = finished
  const { x, y } = finished.patch
  const patchRect = { x, y, width: finished.patch.width, height: finished.patch.height }
  const keys = {
    patchKey: patchKey(owner, id, index),
    previewKey: previewKey(owner, `${id}-${index}`, 'preview'),
    thumbnailKey: previewKey(owner, `${id}-${index}`, 'thumbnail'),
  }
  const showIt = async () => {
    const { preview, thumbnail } = await makeEditRenditions(shown)
    await Promise.all([
      edges.objects.write(keys.previewKey, preview.bytes, 'image/webp'),
      edges.objects.write(keys.thumbnailKey, thumbnail.bytes, 'image/webp'),
    ])
  }
  await Promise.all([edges.objects.write(keys.patchKey, file, 'image/png'), showIt()])
  return { ...keys, patchRect, width, height, bytes, changedOutside }
}

/** A new picture with its renditions, and its record. */
async function storePicture(
  edges: Needed,
  generation: Generation,
  { finished, index }: { finished: WholeImage; index: number },
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
  const { png: _, ...facts } = finished
  return { ...facts, ...keys, pictureId }
}

/** The longest title that a prompt gives, in characters. */
const maxTitle = 80

function pictureOf(
  generation: Generation,
  { width, height, bytes }: WholeImage,
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
