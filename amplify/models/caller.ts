import type { GenerationId } from '#domain/ids.ts'
import type { ModelCard } from '#domain/model/card.ts'
import type { ModelFailure } from './read-failure.ts'

export type ModelAnswer =
  | { readonly kind: 'ANSWERED'; readonly body: unknown }
  | { readonly kind: 'FAILED'; readonly failure: ModelFailure; readonly log: string }

/** One call of a model; a failure is data, for a job has to decide what it means. */
export interface ModelCaller {
  /** @param job goes along as metadata, so that Bedrock’s own logs name it */
  invoke(model: ModelCard, body: unknown, job: GenerationId): Promise<ModelAnswer>
}
