import { AppError } from '#domain/errors.ts'
import type { Generation, GenerationLog } from '#domain/generation/generation.ts'
import type { GenerationRequest } from '#domain/generation/request.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { sizeOf } from '#domain/model/check.ts'
import { limits, mostResultBytes } from '../imaging/limits.ts'
import { openOriginal } from '../imaging/open-original.ts'
import { pasteBack } from '../imaging/paste-back.ts'
import { prepareEdit } from '../imaging/prepare-edit.ts'
import { verifyResult } from '../imaging/verify-result.ts'
import type { PreparedOperation } from '../models/adapter.ts'
import type { Edges } from '../store/edges.ts'
import { provenanceOf } from './provenance-of.ts'

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
  /** Turns what the model made with a seed into the full-resolution result. */
  readonly finish: (image: Buffer, seed: number) => Promise<FinishedImage>
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
  const { count, quality } = request
  const seed = request.seed ?? card.seed.min + Math.floor(edges.random() * span(card.seed))
  const common = { count, quality, seed }
  if (request.operation === 'TEXT_TO_IMAGE') {
    const { prompt, negativePrompt } = request
    const size = sizeOf(request, card)
    return {
      operation: { ...common, kind: 'TEXT_TO_IMAGE', prompt, negativePrompt, size },
      finish: (image, used) => verifyResult({ image, size, made: provenanceOf(generation, used) }),
      log: {},
    }
  }
  const source = await readNeeded(edges, generation.sourceKey, 'picture')
  const mask = await readNeeded(edges, request.maskKey, 'mask')
  const original = await openOriginal(source)
  const prepared = await prepareEdit({ original, mask, card })
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
        : {
            ...masked,
            kind: 'INPAINT',
            prompt: request.prompt,
            negativePrompt: request.negativePrompt,
          },
    finish: (candidate, used) =>
      pasteBack({ original, prepared, candidate, made: provenanceOf(generation, used) }),
    log: { sourceBytes: source.length, maskBytes: mask.length },
  }
}

/** A picture may be an earlier result, lossless. */
const mostBytes = { picture: mostResultBytes, mask: limits.maxBytes }

async function readNeeded(
  edges: Pick<Edges, 'objects'>,
  key: string | undefined,
  what: 'picture' | 'mask',
): Promise<Buffer> {
  const found = key === undefined ? undefined : await edges.objects.read(key, mostBytes[what])
  if (found) return found.bytes
  throw new AppError('NOT_FOUND', `The ${what} of this job is not there any more.`)
}

function span(range: { min: number; max: number }): number {
  return range.max - range.min + 1
}
