import type { Generation } from '#domain/generation/generation.ts'
import type { Facts } from './handle.ts'

/** What the log says of a job: how it went, what it cost, how long each step took. */
const told = [
  'status',
  'errorCode',
  'operation',
  'attempt',
  'modelAsked',
  'modelUsed',
  'modelCalls',
  'retries',
  'queueMs',
  'prepareMs',
  'modelMs',
  'pasteMs',
  'totalMs',
  'outputBytes',
  'costMicros',
] as const satisfies readonly (keyof Generation)[]

/** The facts of a job for its line of the log; never its words. */
export function factsOf(job: Generation | undefined): Facts {
  return job ? Object.fromEntries(told.map((name) => [name, job[name]])) : {}
}
