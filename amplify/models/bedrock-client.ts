import {
  BedrockRuntimeClient,
  BedrockRuntimeServiceException,
} from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { AppError } from '#domain/errors.ts'
import { regionFor } from '#domain/model/access.ts'
import type { ModelCard } from '#domain/model/card.ts'
import type { ModelAnswer } from './caller.ts'
import { readFailure } from './read-failure.ts'

export type BedrockSettings = {
  /** The limit of one call. */
  readonly modelSeconds: number
  /** Where models may be called; each goes to the first that offers it. */
  readonly modelRegions: readonly string[]
  /** Checks words and pictures of every call, where a deployment has one; empty without. */
  readonly guardrailIdentifier: string
  readonly guardrailVersion: string
}

/** The client of the Region in which a model is called. */
export type BedrockClients = (model: ModelCard) => BedrockRuntimeClient

const connectWithinMs = 5_000

/**
 * Clients over HTTP/1.1 with a time limit, which the SDK has not by itself. The SDK's own retries are
 * off: it would repeat broken connections, whose first try may have been charged. The job waits out
 * what was refused uncharged.
 * @returns clients that throw MODEL_UNAVAILABLE for a model of no configured Region
 */
export function openBedrockClients({
  modelRegions,
  modelSeconds,
}: BedrockSettings): BedrockClients {
  const clients = new Map(modelRegions.map((region) => [region, connect(region, modelSeconds)]))
  return (model) => {
    const client = clients.get(regionFor(model, modelRegions) ?? '')
    if (client) return client
    throw new AppError('MODEL_UNAVAILABLE', { key: 'modelNotHere', modelName: model.name })
  }
}

function connect(region: string, timeoutSeconds: number): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    region,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: connectWithinMs,
      requestTimeout: timeoutSeconds * 1_000,
      throwOnRequestTimeout: true,
    }),
  })
}

/** What an error of the SDK means for the job; what is no error is thrown on. */
export function failedCall(error: unknown): ModelAnswer {
  if (!(error instanceof Error)) throw error
  const status =
    error instanceof BedrockRuntimeServiceException ? error.$metadata.httpStatusCode : undefined
  // Our own time limit means what the service's 408 means: it may have been charged.
  const timedOut = error.name === 'TimeoutError'
  const failure = readFailure({
    name: timedOut ? 'ModelTimeoutException' : error.name,
    status: timedOut ? 408 : status,
    message: error.message,
  })
  return { kind: 'FAILED', failure, log: `${error.name} ${status ?? 'no status'}` }
}
