import * as z from 'zod'
import type { ModelCard, ModelId } from './card.ts'

/** What a deployment may call; functions and browsers both read it. */
export const modelAccessSchema = z.object({
  /** Regions in which Bedrock is called, the first that offers a model. */
  modelRegions: z.array(z.string()).min(1).readonly(),
  /** Models to take before others that can do the same, best first. */
  preferredModels: z.array(z.string()).readonly(),
  /** Models that it may use past their end of life. */
  allowedRetiredModels: z.array(z.string()).readonly(),
})

export type ModelAccess = z.infer<typeof modelAccessSchema> & {
  /** Models that the deployment added (`own-models.ts`). */
  readonly own?: readonly ModelCard[]
}

/** What holds at one moment: `today` is an ISO date, e.g. `2026-11-21`. */
export type AccessToday = ModelAccess & {
  readonly today: string
  /** Models that were found gone when they were called, whatever their card says. */
  readonly foundRetired?: ReadonlySet<ModelId>
}

/** The Region in which a model is called, or `undefined` when this deployment has none for it. */
export function regionFor(card: ModelCard, regions: readonly string[]): string | undefined {
  return regions.find((region) => card.regions.includes(region))
}

/** The id by which a model is called: its profile's where there is one. */
export function callIdOf(card: ModelCard): string {
  return card.profile?.id ?? card.id
}
