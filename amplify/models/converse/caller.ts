import { type ContentBlock, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { AppError } from '#domain/errors.ts'
import { callIdOf } from '#domain/model/access.ts'
import { type BedrockClients, type BedrockSettings, failedCall } from '../bedrock-client.ts'
import type { ModelAnswer, ModelCaller } from '../caller.ts'
import { fitAnswer } from '../fit-answer.ts'
import type { ConverseRequest } from './adapter.ts'
import { type Brought, noPicture, readAnswer } from './read-answer.ts'

/** Calls models on Amazon Bedrock by Converse. */
export function createConverseCaller(
  clientOf: BedrockClients,
  { guardrailIdentifier, guardrailVersion }: BedrockSettings,
): ModelCaller {
  return {
    async invoke(model, body, job) {
      const client = clientOf(model)
      const asked = converseRequestOf(body)
      const command = new ConverseCommand({
        modelId: callIdOf(model),
        messages: [{ role: 'user', content: contentOf(asked) }],
        requestMetadata: { generationId: job },
        ...(guardrailIdentifier !== '' && {
          guardrailConfig: { guardrailIdentifier, guardrailVersion, trace: 'enabled' },
        }),
      })
      try {
        const brought = readAnswer(await client.send(command))
        return brought.kind === 'FAILED' ? brought : await kept(brought, asked)
      } catch (error) {
        // The SDK could not read what came, for which the model may have been paid.
        if (error instanceof SyntaxError) return noPicture('no JSON')
        return failedCall(error)
      }
    },
  }
}

function contentOf({ image, text }: ConverseRequest): ContentBlock[] {
  if (!image) return [{ text }]
  const format = image[0] === 0x89 ? 'png' : 'jpeg'
  return [{ image: { format, source: { bytes: image } } }, { text }]
}

/** An answer as the journal keeps it, its picture of the size that is pasted back. */
async function kept(
  { isFiltered, image }: Brought,
  { size }: ConverseRequest,
): Promise<ModelAnswer> {
  const fitted = image && size ? await fitAnswer(image, size) : image
  const images = fitted ? [fitted.toString('base64')] : []
  return { kind: 'ANSWERED', body: { isFiltered, images } }
}

/** @throws AppError INTERNAL for what this family's adapter did not write */
function converseRequestOf(body: unknown): ConverseRequest {
  if (typeof body === 'object' && body !== null && 'text' in body) return body as ConverseRequest
  throw new AppError('INTERNAL', 'This is no message to a model.')
}
