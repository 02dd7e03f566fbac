import {
  BedrockRuntimeClient,
  BedrockRuntimeServiceException,
  InvokeModelCommand,
} from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { AppError } from '#domain/errors.ts'
import type { GenerationId } from '#domain/ids.ts'
import { callIdOf, regionFor } from '#domain/model/access.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { type ModelFailure, readFailure } from './read-failure.ts'
import { readGuardrail } from './read-guardrail.ts'

export type ModelAnswer =
  | { readonly kind: 'ANSWERED'; readonly body: unknown }
  | { readonly kind: 'FAILED'; readonly failure: ModelFailure; readonly log: string }

/** One call of a model; a failure is data, for a job has to decide what it means. */
export interface ModelCaller {
  /** @param job goes along as metadata, so that Bedrock’s own logs name it */
  invoke(model: ModelCard, body: unknown, job: GenerationId): Promise<ModelAnswer>
}

export type CallerSettings = {
  /** The limit of one call. */
  readonly modelSeconds: number
  /** Where models may be called; each goes to the first that offers it. */
  readonly modelRegions: readonly string[]
  /** Checks words and pictures of every call, where a deployment has one; empty without. */
  readonly guardrailIdentifier: string
  readonly guardrailVersion: string
}

const connectWithinMs = 5_000

/**
 * Calls models on Amazon Bedrock over HTTP/1.1 with a time limit, which the SDK has not by itself.
 * The SDK's own retries are off: it would repeat broken connections, whose first try may have been
 * charged. The job waits out what was refused uncharged.
 */
export function createBedrockCaller(settings: CallerSettings): ModelCaller {
  const clients = new Map(
    settings.modelRegions.map((region) => [region, connect(region, settings.modelSeconds)]),
  )
  const { guardrailIdentifier, guardrailVersion } = settings
  return {
    async invoke(model, body, job) {
      const client = clients.get(regionFor(model, settings.modelRegions) ?? '')
      if (!client)
        throw new AppError('MODEL_UNAVAILABLE', { key: 'modelNotHere', modelName: model.name })
      const command = new InvokeModelCommand({
        modelId: callIdOf(model),
        contentType: 'application/json',
        accept: 'application/json',
        requestMetadata: JSON.stringify({ generationId: job }),
        body: JSON.stringify(body),
        ...(guardrailIdentifier !== '' && {
          guardrailIdentifier,
          guardrailVersion,
          trace: 'ENABLED',
        }),
      })
      try {
        const reply = await client.send(command)
        return readAnswer(parseBody(reply.body.transformToString()))
      } catch (error) {
        return failed(error)
      }
    },
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

function failed(error: unknown): ModelAnswer {
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

function readAnswer(body: unknown): ModelAnswer {
  const failure = readGuardrail(body)
  if (failure) return { kind: 'FAILED', failure, log: `guardrail ${failure.code}` }
  return { kind: 'ANSWERED', body }
}

/** A body that is not JSON is the adapter's to refuse, like any other that it does not know. */
function parseBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
