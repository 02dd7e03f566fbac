import {
  BedrockClient,
  type FoundationModelLifecycle,
  GetFoundationModelCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-bedrock'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { regionFor } from '#domain/model/access.ts'
import type { ModelCard } from '#domain/model/card.ts'

/** What Bedrock says of a model; times as ISO. */
export type ModelFacts =
  | {
      readonly kind: 'FOUND'
      readonly status: 'ACTIVE' | 'LEGACY'
      readonly legacyAt?: string
      readonly endOfLifeAt?: string
    }
  | { readonly kind: 'GONE' }

/** Bedrock's own list of models, where a deployment calls them. */
export interface ModelRegistry {
  /**
   * @returns `undefined` for a model that is not called from here
   * @throws what Bedrock answers when it says nothing about the model
   */
  describe(card: ModelCard): Promise<ModelFacts | undefined>
}

const timeoutMs = 10_000

/** @param regions where models may be called; each is asked for where it would be called */
export function createModelRegistry(regions: readonly string[]): ModelRegistry {
  const clients = new Map(
    regions.map((region) => {
      const requestHandler = new NodeHttpHandler({
        connectionTimeout: timeoutMs,
        requestTimeout: timeoutMs,
        throwOnRequestTimeout: true,
      })
      return [region, new BedrockClient({ region, requestHandler })]
    }),
  )
  return {
    async describe(card) {
      const client = clients.get(regionFor(card, regions) ?? '')
      if (!client) return undefined
      try {
        const command = new GetFoundationModelCommand({ modelIdentifier: card.id })
        const { modelDetails } = await client.send(command)
        return factsOf(modelDetails?.modelLifecycle)
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return { kind: 'GONE' }
        throw error
      }
    },
  }
}

function factsOf(lifecycle: FoundationModelLifecycle | undefined): ModelFacts {
  const { status, legacyTime, endOfLifeTime } = lifecycle ?? {}
  return {
    kind: 'FOUND',
    status: status === 'LEGACY' ? 'LEGACY' : 'ACTIVE',
    ...(legacyTime && { legacyAt: legacyTime.toISOString() }),
    ...(endOfLifeTime && { endOfLifeAt: endOfLifeTime.toISOString() }),
  }
}
