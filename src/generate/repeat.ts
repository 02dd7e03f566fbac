import type { Generation } from '#domain/generation/generation.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { requestProblem } from '#domain/model/check.ts'
import { expectedPrice, type Price } from '#domain/model/price.ts'
import type { GenerationRequest } from '#domain/operation/request.ts'
import { requestToRepeat } from '../editor/store/request-to-repeat.ts'
import { choicesFor } from './offer.ts'

/** A model that can do once more what was done, and what that costs at most. */
export type Repeat = { readonly card: ModelCard; readonly price: Price }

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
