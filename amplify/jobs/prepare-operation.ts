import { AppError } from '#domain/errors.ts'
import type { Generation, GenerationLog } from '#domain/generation/generation.ts'
import type { GenerationRequest, RequestOf } from '#domain/generation/request.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { abilityFor, sizeOf } from '#domain/model/check.ts'
import { type Task, taskOf, taskWords } from '#domain/model/task.ts'
import { limits } from '../imaging/limits.ts'
import { openOriginal } from '../imaging/open-original.ts'
import { pasteBack } from '../imaging/paste-back.ts'
import { prepareEdit } from '../imaging/prepare-edit.ts'
import { verifyResult } from '../imaging/verify-result.ts'
import type { PreparedOperation } from '../models/adapter.ts'
import type { Edges } from '../store/edges.ts'

/** A model's image at its full size, lossless; `changedOutside` where it was pasted into another. */
export type FinishedImage = {
  readonly png: Buffer
  readonly width: number
  readonly height: number
  readonly bytes: number
  readonly changedOutside?: number
}

export type Prepared = {
  readonly operation: PreparedOperation
  /** Turns what the model made into the full-resolution result. */
  readonly finish: (image: Buffer) => Promise<FinishedImage>
  readonly log: GenerationLog
}

/**
 * Reads and prepares all that the model needs. A seed is drawn when none was asked for, so that the
 * same request gives new images and the record can still repeat them.
 * @throws AppError NOT_FOUND when the picture or mask is gone, INVALID_MASK, INVALID_IMAGE
 */
export async function prepareOperation(
  edges: Pick<Edges, 'objects' | 'random'>,
  generation: Generation,
  job: { card: ModelCard; request: GenerationRequest },
): Promise<Prepared> {
  const { card, request } = job
  const task = taskOf(request)
  const { count, quality } = request
  const range = abilityFor(card, request).seed
  const seed = request.seed ?? (range ? drawSeed(edges.random, range) : 0)
  const common = { task, count, quality, seed }
  if (request.operation === 'TEXT_TO_IMAGE') {
    const size = sizeOf(request, card)
    return {
      operation: { ...common, ...wordsOf(request), kind: request.operation, size },
      finish: (image) => verifyResult({ image, size }),
      log: {},
    }
  }
  if (request.operation === 'INPAINT' || request.operation === 'ERASE') {
    return prepareMasked(edges, generation, { card, request, common })
  }
  const detail = `This deployment cannot ${taskWords[task]} yet.`
  throw new AppError('UNSUPPORTED', detail, { field: 'operation' })
}

type Common = { task: Task } & Pick<PreparedOperation, 'count' | 'quality' | 'seed'>

async function prepareMasked(
  edges: Pick<Edges, 'objects'>,
  generation: Generation,
  job: { card: ModelCard; request: RequestOf<'INPAINT' | 'ERASE'>; common: Common },
): Promise<Prepared> {
  const { card, request, common } = job
  const source = await readNeeded(edges, generation.sourceKey, 'picture')
  const mask = await readNeeded(edges, request.maskKey, 'mask')
  const original = await openOriginal(source)
  const prepared = await prepareEdit({ original, mask, card, task: common.task })
  const masked = {
    ...common,
    image: prepared.image,
    mask: prepared.mask,
    size: prepared.plan.size,
  }
  return {
    operation:
      request.operation === 'ERASE'
        ? { ...masked, kind: 'ERASE' }
        : { ...masked, ...wordsOf(request), kind: 'INPAINT' },
    finish: (candidate) => pasteBack({ original, prepared, candidate }),
    log: { sourceBytes: source.length, maskBytes: mask.length },
  }
}

function wordsOf({ prompt, negativePrompt, stylePreset }: RequestOf<'TEXT_TO_IMAGE' | 'INPAINT'>) {
  return { prompt, negativePrompt, stylePreset }
}

/** A picture may be an earlier result: 50 lossless megapixels with alpha, 200 MB at the worst. */
const mostBytes = { picture: 4 * limits.maxPixels, mask: limits.maxBytes }

async function readNeeded(
  edges: Pick<Edges, 'objects'>,
  key: string | undefined,
  what: 'picture' | 'mask',
): Promise<Buffer> {
  const found = key === undefined ? undefined : await edges.objects.read(key, mostBytes[what])
  if (found) return found.bytes
  throw new AppError('NOT_FOUND', `The ${what} of this job is not there any more.`)
}

function drawSeed(random: Edges['random'], { min, max }: { min: number; max: number }): number {
  return min + Math.floor(random() * (max - min + 1))
}
