import type { ModelCaller } from './bedrock.ts'

/** Calls a model where it is: what a deployment added at its endpoint, all others on Bedrock. */
export function callerByFamily(callers: {
  bedrock: ModelCaller
  endpoints: ModelCaller
}): ModelCaller {
  return {
    invoke: (model, body, job) =>
      (model.endpoint ? callers.endpoints : callers.bedrock).invoke(model, body, job),
  }
}
