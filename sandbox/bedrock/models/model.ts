import type { Engine } from '../engine/pool.ts'
import type { Lifecycle } from '../lifecycle.ts'

/** What a model works with. */
export type ModelTools = {
  readonly engine: Engine
  /** What the filters catch whatever it is, as a fault ordered. */
  readonly blocked: 'prompt' | 'input' | 'output' | undefined
  /** For models whose seed may be left to them: an integer from 1 to 4,294,967,294. */
  readonly randomSeed: () => number
}

/** One foundation model that the runtime serves. */
export type Model = {
  /** e.g. `amazon.titan-image-generator-v2:0` */
  readonly id: string
  readonly name: string
  readonly provider: 'Amazon' | 'Stability AI'
  /** Where it runs. Elsewhere its identifier is not valid. */
  readonly regions: readonly string[]
  /** Called only through an inference profile, `{prefix}.{id}`, which runs it in any of `regions`. */
  readonly profilePrefix?: 'us'
  /** Default quota of an account in a Region. */
  readonly requestsPerMinute: number
  readonly inputs: readonly ('TEXT' | 'IMAGE')[]
  readonly inferenceTypes: readonly ('ON_DEMAND' | 'PROVISIONED' | 'INFERENCE_PROFILE')[]
  readonly customizations: readonly 'FINE_TUNING'[]
  /** The dates that its provider published. */
  readonly published: Lifecycle
  /**
   * Runs one request.
   * @param body the parsed JSON, not yet checked
   * @returns the response body
   * @throws {BedrockError} when the request breaks the model's contract
   */
  invoke(body: unknown, tools: ModelTools): Promise<object>
  /** @returns the response body when a guardrail intervenes with its message */
  intervened(message: string): object
  /**
   * Answers one message of a conversation, where the model takes any.
   * @throws {BedrockError} when the message breaks the model's contract
   */
  converse?(message: ConverseMessage, tools: ModelTools): Promise<ConverseTurn>
  /** Whether Bedrock's lists of models leave it out. */
  readonly isUnlisted?: boolean
}

/** What a person says to a model: blocks that Bedrock found well formed. */
export type ConverseMessage = {
  readonly texts: readonly string[]
  /** Files in base64. */
  readonly images: readonly string[]
}

/** What a model says, in blocks as on the wire, and why it stopped. */
export type ConverseTurn = {
  readonly content: readonly object[]
  readonly stopReason: 'end_turn' | 'content_filtered'
}
