import type { Engine } from '../engine/pool.ts'

/** What a model works with. */
export type ModelTools = {
  readonly engine: Engine
  /** What the filters catch whatever it is, as a fault ordered. */
  readonly blocked: 'prompt' | 'input' | 'output' | undefined
}

/** One foundation model that the runtime serves. */
export type Model = {
  /** e.g. `amazon.titan-image-generator-v2:0` */
  readonly id: string
  /** Elsewhere its identifier is not valid. */
  readonly regions: readonly string[]
  /** Default quota of an account in a Region. */
  readonly requestsPerMinute: number
  /**
   * Runs one request.
   * @param body the parsed JSON, not yet checked
   * @returns the response body
   * @throws {BedrockError} when the request breaks the model's contract
   */
  invoke(body: unknown, tools: ModelTools): Promise<object>
}
