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

/** @returns the card of this id, or `undefined` when no such model is known */
export function findModel(id: ModelId): ModelCard | undefined {
  return catalogue.find((card) => card.id === id)
}
