import type { ModelCard, ModelId } from './card.ts'
import { titanImageGeneratorV2 } from './titan.ts'

/** Every model that the product can speak to, best first for routing. */
export const catalogue: readonly ModelCard[] = [titanImageGeneratorV2]

/** @returns the card of this id, or `undefined` when no such model is known */
export function findModel(id: ModelId): ModelCard | undefined {
  return catalogue.find((card) => card.id === id)
}
