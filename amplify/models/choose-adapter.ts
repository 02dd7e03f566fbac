import type { ModelCard } from '#domain/model/card.ts'
import type { ModelAdapter } from './adapter.ts'
import { createAmazonAdapter } from './amazon.ts'
import { createConverseAdapter } from './converse/adapter.ts'
import { createOpenAiImagesAdapter } from './openai-images/adapter.ts'
import { createStabilityAdapter } from './stability.ts'

const factories = {
  AMAZON: createAmazonAdapter,
  STABILITY: createStabilityAdapter,
  OPENAI_IMAGES: createOpenAiImagesAdapter,
  CONVERSE: createConverseAdapter,
} satisfies Record<ModelCard['family'], (card: ModelCard) => ModelAdapter>

/** @returns the adapter that speaks to this model's family */
export function chooseAdapter(card: ModelCard): ModelAdapter {
  return factories[card.family](card)
}
