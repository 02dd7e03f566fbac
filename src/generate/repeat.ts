import type { Generation } from '#domain/generation/generation.ts'
import { requestProblem } from '#domain/model/check.ts'
import { expectedPrice } from '#domain/model/price.ts'
import type { GenerationRequest } from '#domain/operation/request.ts'
import { type Repeat, requestToRepeat } from '../editor/store/request-to-repeat.ts'
import { choicesFor } from './offer.ts'

/** The models that can do today what an entry asked for, the best first; none where it lacks something. */
export function repeatsOf(generation: Generation): readonly Repeat[] {
  const request = repeatable(generation)
  if (!request) return []
  const { count, quality } = generation
  return choicesFor(request)
    .filter(({ card, refusal }) => !refusal && !requestProblem(request, card))
    .map(({ card }) => ({ card, price: expectedPrice(card, { count, quality }) }))
}

function repeatable(generation: Generation): GenerationRequest | undefined {
  try {
    return requestToRepeat(generation)
  } catch {
    return undefined
  }
}
