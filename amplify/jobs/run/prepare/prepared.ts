import type { Generation, GenerationLog } from '#domain/generation/generation.ts'
import { canvasOf } from '#domain/layer/composition.ts'
import type { Patch } from '#domain/layer/mix.ts'
import { maskLimits } from '#domain/mask/limits.ts'
import type { ModelCard } from '#domain/model/card.ts'
import type { Task } from '#domain/model/task.ts'
import type { GenerationRequest } from '#domain/operation/request.ts'
import type { Provenance } from '#domain/picture/provenance.ts'
import { type ComposedPicture, composedPicture } from '../../../imaging/composed-picture.ts'
import type { OpenedOriginal } from '../../../imaging/open-original.ts'
import { fieldsNotSent, type PreparedOperation, type SentFields } from '../../../models/adapter.ts'
import type { Edges } from '../../../store/edges.ts'
import { readNeeded, readPicture, storedLayers } from '../../read-stored.ts'

/** A model's image at its full size, lossless; `changedOutside` where it was pasted into another. */
export type FinishedImage = {
  /** Of an edit: what it owns, in pixels of the root. */
  readonly patch?: { readonly patch: Patch; readonly profile: Buffer | undefined }

  readonly png: Buffer
  readonly width: number
  readonly height: number
  readonly bytes: number
  readonly changedOutside?: number
}

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
  const { owner, layers = [], layerRects: rects = [] } = generation
  const stored = storedLayers(job.objects, { owner, layers, rects })
  const picture = composedPicture(original, canvas, stored)
  return { picture, sourceBytes }
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

/** What of a request goes to the model as it is: words, numbers and choices. */
export function sentFields<Request extends GenerationRequest>(
  request: Request,
): SentFields<Request> {
  const notSent: readonly string[] = fieldsNotSent
  const sent = Object.entries(request).filter(([name]) => !notSent.includes(name))
  return Object.fromEntries(sent) as SentFields<Request>
}
