import type { Generation } from '#domain/generation/generation.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { abilityFor } from '#domain/model/check.ts'
import { taskOf } from '#domain/model/task.ts'
import type { Method } from '#domain/operation/define-operation.ts'
import type { GenerationRequest, RequestOf } from '#domain/operation/request.ts'
import { type OperationBy, operationTable } from '#domain/operation/table.ts'
import type { Edges } from '../../store/edges.ts'
import { prepareBackground } from './prepare/background.ts'
import { prepareDrawn } from './prepare/drawn.ts'
import { prepareFound } from './prepare/found.ts'
import { prepareInstructed } from './prepare/instructed.ts'
import { prepareMasked } from './prepare/masked.ts'
import { prepareOutpaint } from './prepare/outpaint.ts'
import type { Prepared, PrepareJob } from './prepare/prepared.ts'
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
    madeWith: (used: number | undefined) => provenanceOf(generation, used),
  }
  // Each is with the requests of its own method, a pair that TypeScript cannot follow.
  const prepare = preparers[operationTable[request.operation].method] as Preparer<Method>
  return prepare({ ...job, request })
}

type Preparer<By extends Method> = (
  job: PrepareJob<RequestOf<OperationBy<By>>>,
) => Promise<Prepared>

const preparers: { readonly [By in Method]: Preparer<By> } = {
  DRAWN: prepareDrawn,
  MASKED: prepareMasked,
  FOUND: prepareFound,
  EXTENDED: prepareOutpaint,
  CUT_OUT: prepareBackground,
  ENLARGED: prepareUpscale,
  INSTRUCTED: prepareInstructed,
}

function drawSeed(random: Edges['random'], { min, max }: { min: number; max: number }): number {
  return min + Math.floor(random() * (max - min + 1))
}
