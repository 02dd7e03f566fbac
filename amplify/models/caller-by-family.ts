import type { ModelCard } from '#domain/model/card.ts'
import type { ModelCaller } from './caller.ts'

/** Calls a model as its family is called. */
export function callerByFamily(
  callers: Readonly<Record<ModelCard['family'], ModelCaller>>,
): ModelCaller {
  return { invoke: (model, body, job) => callers[model.family].invoke(model, body, job) }
}
