import type { Model } from './model.ts'
import { titanImageGeneratorV2 } from './titan-image-generator-v2.ts'

/** Every model that the runtime serves, by its identifier. */
export const models: ReadonlyMap<string, Model> = new Map(
  [titanImageGeneratorV2].map((model) => [model.id, model]),
)
