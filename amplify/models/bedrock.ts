import { InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import { callIdOf } from '#domain/model/access.ts'
import { type BedrockClients, type BedrockSettings, failedCall } from './bedrock-client.ts'
import type { ModelAnswer, ModelCaller } from './caller.ts'
import { readGuardrail } from './read-guardrail.ts'

/** Calls models on Amazon Bedrock, each by its own JSON. */
export function createBedrockCaller(
  clientOf: BedrockClients,
  { guardrailIdentifier, guardrailVersion }: BedrockSettings,
): ModelCaller {
  return {
    async invoke(model, body, job) {
      const client = clientOf(model)
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
        return failedCall(error)
      }
    },
  }
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
