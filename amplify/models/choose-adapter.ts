import type { ModelCard } from '#domain/model/card.ts'
import type { ModelAdapter } from './adapter.ts'
import { createTitanAdapter } from './titan.ts'

const factories = {
  TITAN: createTitanAdapter,
} satisfies Record<ModelCard['family'], (card: ModelCard) => ModelAdapter>

/** @returns the adapter that speaks to this model's family */
export function chooseAdapter(card: ModelCard): ModelAdapter {
  return factories[card.family](card)
}
