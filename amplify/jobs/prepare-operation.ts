import { unreachable } from '#domain/errors.ts'
import type { Generation } from '#domain/generation/generation.ts'
import type { GenerationRequest } from '#domain/generation/request.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { abilityFor } from '#domain/model/check.ts'
import { taskOf } from '#domain/model/task.ts'
import type { Edges } from '../store/edges.ts'
import { prepareBackground } from './prepare/background.ts'
import { prepareDrawn } from './prepare/drawn.ts'
import { prepareFound } from './prepare/found.ts'
import { prepareMasked } from './prepare/masked.ts'
import { prepareOutpaint } from './prepare/outpaint.ts'
import type { Prepared } from './prepare/prepared.ts'
import { prepareUpscale } from './prepare/upscale.ts'
import { provenanceOf } from './provenance-of.ts'

/**
 * Reads and prepares all that the model needs. A seed is drawn when none was asked for, so that the
 * same request gives new images and the record can still repeat them.
 * @throws AppError NOT_FOUND when the picture or mask is gone, INVALID_MASK, INVALID_IMAGE,
 *   INVALID_REQUEST when the picture does not fit the model
 */
export async function prepareOperation(
  edges: Pick<Edges, 'objects' | 'random'>,
  generation: Generation,
  { card, request }: { card: ModelCard; request: GenerationRequest },
): Promise<Prepared> {
  const { count, quality } = request
  const range = abilityFor(card, request).seed
  const seed = request.seed ?? (range ? drawSeed(edges.random, range) : 0)
  const job = {
    objects: edges.objects,
    generation,
    card,
    common: { task: taskOf(request), count, quality, seed },
    madeWith: (used: number) => provenanceOf(generation, used),
  }
  switch (request.operation) {
    case 'TEXT_TO_IMAGE':
    case 'VARIATION':
    case 'COLOR_GUIDED':
    case 'STRUCTURE':
    case 'STYLE':
      return prepareDrawn({ ...job, request })
    case 'INPAINT':
    case 'ERASE':
    case 'PRECISE_OUTPAINT':
      return prepareMasked({ ...job, request })
    case 'OUTPAINT':
      return prepareOutpaint({ ...job, request })
    case 'REPLACE':
    case 'RECOLOR':
      return prepareFound({ ...job, request })
    case 'REMOVE_BACKGROUND':
      return prepareBackground({ ...job, request })
    case 'UPSCALE':
      return prepareUpscale({ ...job, request })
    default:
      return unreachable(request)
  }
}

function drawSeed(random: Edges['random'], { min, max }: { min: number; max: number }): number {
  return min + Math.floor(random() * (max - min + 1))
}
