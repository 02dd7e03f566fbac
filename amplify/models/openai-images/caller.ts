import { AppError } from '#domain/errors.ts'
import type { Endpoint } from '#domain/model/endpoints.ts'
import type { ModelAnswer, ModelCaller } from '../caller.ts'
import { fitAnswer } from '../fit-answer.ts'
import { fails } from '../read-failure.ts'
import { type ImagesRequest, imagesRequestOf } from './adapter.ts'
import { type Brought, readAnswer } from './read-answer.ts'
import { type Answer, SendError, type SendFailure, type SendRules, send } from './send.ts'
import { writeRequest } from './write-request.ts'

export type EndpointSettings = {
  readonly endpoints: readonly Endpoint[]
  /** The key of this name. @throws AppError MODEL_UNAVAILABLE when there is none */
  readonly keyOf: (name: string) => Promise<string>
  readonly onLoopback: boolean
  /** The limit of one call. */
  readonly modelSeconds: number
}

/** Of an answer: a picture of 40 megapixels as a PNG in base64. */
const maxAnswerBytes = 96_000_000

/** Calls the models that a deployment added, each at its own endpoint. */
export function createEndpointCaller(settings: EndpointSettings): ModelCaller {
  return {
    async invoke(card, body) {
      const endpoint = settings.endpoints.find(({ name }) => name === card.endpoint?.name)
      if (!endpoint || !card.endpoint) {
        throw new AppError('MODEL_UNAVAILABLE', { key: 'modelNotHere', modelName: card.name })
      }
      const rules = {
        onLoopback: settings.onLoopback,
        timeoutMs: settings.modelSeconds * 1_000,
        maxBytes: maxAnswerBytes,
      }
      const asked = imagesRequestOf(body)
      const written = await writeRequest(asked, { ...card.endpoint, ...endpoint })
      const headers = {
        accept: 'application/json',
        'content-type': written.contentType,
        ...(endpoint.key && { authorization: `Bearer ${await settings.keyOf(endpoint.key)}` }),
      }
      try {
        const url = new URL(`${endpoint.url.replace(/\/$/, '')}${asked.path}`)
        const answer = await send({ url, headers, body: written.body }, rules)
        const brought = readAnswer(answer)
        if (brought.kind === 'FAILED') return brought
        return await answered(asked, await bytesOf(brought, url, rules))
      } catch (error) {
        if (error instanceof SendError) return lost(error.kind)
        throw error
      }
    },
  }
}

/** The journal keeps it in one form, whichever the endpoint chose. */
async function answered(asked: ImagesRequest, image: Buffer): Promise<ModelAnswer> {
  const fitted = await fitAnswer(image, asked)
  return { kind: 'ANSWERED', body: { data: [{ b64_json: fitted.toString('base64') }] } }
}

/**
 * The picture of an answer; one that is only named is fetched by the same rules, without the key.
 * @param from whence the answer came, which an address may be relative to
 */
async function bytesOf(
  brought: Exclude<Brought, { kind: 'FAILED' }>,
  from: URL,
  rules: SendRules,
): Promise<Buffer> {
  if (brought.kind === 'IMAGE') return Buffer.from(brought.base64, 'base64')
  const data = /^data:image\/(?:png|jpeg|webp);base64,(.+)$/s.exec(brought.address)
  if (data?.[1]) return Buffer.from(data[1], 'base64')
  if (!URL.canParse(brought.address, from.href)) throw new SendError('BLOCKED')
  const url = new URL(brought.address, from)
  const answer: Answer = await send({ url, headers: { accept: 'image/*' } }, rules)
  if (answer.status === 200) return answer.body
  throw new SendError('LOST')
}

function lost(kind: SendFailure): ModelAnswer {
  return { kind: 'FAILED', failure: failures[kind], log: `endpoint ${kind}` }
}

const failures = {
  BLOCKED: fails('MODEL_UNAVAILABLE', { key: 'endpointBlocked' }),
  UNREACHED: fails('MODEL_UNAVAILABLE', { key: 'endpointUnreached' }),
  // It may have been charged, and a second call would be charged again.
  LOST: fails('TIMED_OUT', { key: 'endpointLost' }),
  TOO_LARGE: fails('MODEL_UNAVAILABLE', { key: 'answerUnreadable' }),
}
