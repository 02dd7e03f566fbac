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
