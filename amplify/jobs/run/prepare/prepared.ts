import { AppError } from '#domain/errors.ts'
import type { Generation, GenerationLog } from '#domain/generation/generation.ts'
import { canvasOf } from '#domain/layer/composition.ts'
import type { Patch } from '#domain/layer/mix.ts'
import { maskLimits } from '#domain/mask/limits.ts'
import type { ModelCard } from '#domain/model/card.ts'
import type { Task } from '#domain/model/task.ts'
import { patchKey } from '#domain/object-key.ts'
import type { GenerationRequest } from '#domain/operation/request.ts'
import type { Provenance } from '#domain/picture/provenance.ts'
import {
  type ComposedPicture,
  composedPicture,
  type StoredLayer,
} from '../../../imaging/composed-picture.ts'
import { limits, maxResultBytes } from '../../../imaging/limits.ts'
import { type OpenedOriginal, openOriginal } from '../../../imaging/open-original.ts'
import { readPatch } from '../../../imaging/patch-file.ts'
import { fieldsNotSent, type PreparedOperation, type SentFields } from '../../../models/adapter.ts'
import type { Edges } from '../../../store/edges.ts'
import { isAsNamed } from '../../check-digest.ts'

/** A new picture, lossless; `changedOutside` where only its opacity may differ from another. */
export type WholeImage = {
  readonly png: Buffer
  readonly width: number
  readonly height: number
  readonly bytes: number
  readonly changedOutside?: number
}

/** An edit of a picture: only what it owns. */
export type EditedImage = {
  /** In pixels of the root. */
  readonly patch: Patch
  /** The patch as a file (`domain/layer/patch-file.ts`), of `bytes` bytes. */
  readonly file: Buffer
  readonly bytes: number
  /** Size of the canvas that it belongs to. */
  readonly width: number
  readonly height: number
  /** Pixels without weight that differ, in what is shown; 0 is expected. */
  readonly changedOutside: number
  /** The edit amid its surroundings. */
  readonly shown: OpenedOriginal
}

export type FinishedImage = WholeImage | EditedImage

export type Prepared = {
  readonly operation: PreparedOperation
  /** Turns what the model made, with a seed if it has any, into the full-resolution result. */
  readonly finish: (image: Buffer, seed: number | undefined) => Promise<FinishedImage>
  readonly log: GenerationLog
}

/** What every operation is prepared from. */
export type PrepareJob<Request extends GenerationRequest = GenerationRequest> = {
  readonly objects: Edges['objects']
  readonly generation: Generation
  readonly card: ModelCard
  readonly request: Request
  readonly common: { task: Task } & Pick<PreparedOperation, 'count' | 'quality' | 'seed'>
  /** What a result made with this seed, if any, says about itself. */
  readonly madeWith: (seed: number | undefined) => Provenance
}

/**
 * Opens the picture that a job works on, with its layers.
 * @throws AppError NOT_FOUND when it is gone, INVALID_IMAGE
 */
export async function readSource(
  job: Pick<PrepareJob, 'objects' | 'generation'>,
): Promise<{ picture: ComposedPicture; sourceBytes: number }> {
  const { generation } = job
  const { original, sourceBytes } = await readPicture(job.objects, generation.sourceKey)
  const canvas = canvasOf(generation.canvas, original)
  const picture = composedPicture(original, canvas, layersOf(job))
  return { picture, sourceBytes }
}

/** The layers of a job, whose patches are read when they are needed. */
function layersOf({
  objects,
  generation,
}: Pick<PrepareJob, 'objects' | 'generation'>): StoredLayer[] {
  const { owner, layers = [], layerRects = [] } = generation
  return layers.map(({ generationId, index, opacity }, at) => {
    const rect = layerRects[at]
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
 * Reads one of the further pictures of a job.
 * @param index of `referenceIds`, or 0 for `stylePictureId`
 * @throws AppError NOT_FOUND when it is gone, INVALID_IMAGE
 */
export async function readReference(
  job: Pick<PrepareJob, 'objects' | 'generation'>,
  index: number,
): Promise<OpenedOriginal> {
  const read = await readPicture(job.objects, job.generation.referenceKeys?.[index])
  return read.original
}

/**
 * Reads the mask of a job, an encoded file.
 * @throws AppError NOT_FOUND when it is gone, INVALID_MASK when it is not what its key names
 */
export function readMaskFile(objects: Edges['objects'], key: string): Promise<Buffer> {
  return readNeeded(objects, { key, what: 'mask', maxBytes: maskLimits.maxBytes })
}

async function readPicture(
  objects: Edges['objects'],
  key: string | undefined,
): Promise<{ original: OpenedOriginal; sourceBytes: number }> {
  // An earlier result is lossless; an upload is what was checked then, or refused.
  const isResult = key?.startsWith('results/') === true
  const maxBytes = isResult ? maxResultBytes : limits.maxBytes
  const file = await readNeeded(objects, { key, what: 'picture', maxBytes })
  return { original: await openOriginal(file), sourceBytes: file.length }
}

async function readNeeded(
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

/** What of a request goes to the model as it is: words, numbers and choices. */
export function sentFields<Request extends GenerationRequest>(
  request: Request,
): SentFields<Request> {
  const notSent: readonly string[] = fieldsNotSent
  const sent = Object.entries(request).filter(([name]) => !notSent.includes(name))
  return Object.fromEntries(sent) as SentFields<Request>
}
