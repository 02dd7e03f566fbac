import type { ModelCard } from './card.ts'
import { cardsOf, readEndpoints } from './endpoints.ts'
import { previewsNamed } from './previews.ts'

/**
 * All models that a deployment adds to the catalogue: those of its endpoints, and previews.
 * @throws what `readEndpoints` throws
 */
export function addedModels(settings: {
  readonly imageEndpoints: string
  readonly previewModels: readonly string[]
}): readonly ModelCard[] {
  return [
    ...cardsOf(readEndpoints(settings.imageEndpoints)),
    ...previewsNamed(settings.previewModels),
  ]
}
