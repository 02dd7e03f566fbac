import type { ModelCard, ModelId } from './card.ts'
import { novaCanvas } from './nova.ts'
import { stableDiffusion35Large, stableImageCore, stableImageUltra } from './stability-models.ts'
import { stabilityServices } from './stability-services.ts'
import { titanImageGeneratorV2 } from './titan.ts'

/**
 * Every model that the product can speak to, best first for routing: a good picture for its price
 * before a dearer one, and what still lives before what may have gone.
 */
export const catalogue: readonly ModelCard[] = [
  ...stabilityServices,
  stableImageCore,
  stableDiffusion35Large,
  stableImageUltra,
  novaCanvas,
  titanImageGeneratorV2,
]

/** Every model that a deployment knows: what it added itself comes first, but for previews. */
export function modelsWith(own: readonly ModelCard[] = []): readonly ModelCard[] {
  if (own.length === 0) return catalogue
  const previews = own.filter(({ isPreview }) => isPreview)
  return [...own.filter(({ isPreview }) => !isPreview), ...catalogue, ...previews]
}

/**
 * @param models those that are known; left out, those of every deployment
 * @returns the card of this id, or `undefined` when no such model is known
 */
export function findModel(
  id: ModelId,
  models: readonly ModelCard[] = catalogue,
): ModelCard | undefined {
  return models.find((card) => card.id === id)
}
