import * as z from 'zod'
import { fails, type ModelFailure } from '../read-failure.ts'
import type { Answer } from './send.ts'

/** The picture itself, or where it is. */
export type Brought =
  | { readonly kind: 'IMAGE'; readonly base64: string }
  | { readonly kind: 'ADDRESS'; readonly address: string }
  | { readonly kind: 'FAILED'; readonly failure: ModelFailure; readonly log: string }

const answerSchema = z.object({
  data: z
    .array(z.object({ b64_json: z.string().nullish(), url: z.string().nullish() }))
    .min(1)
    .max(10),
})

/** OpenAI's form; gateways also write `{"error": "text"}` and `{"detail": …}`. */
const errorSchema = z.object({
  error: z.object({ type: z.string().nullish(), code: z.string().nullish() }),
})

const unreadable = fails('MODEL_UNAVAILABLE', { key: 'answerUnreadable' })
const misunderstood = fails('INTERNAL', { key: 'endpointMisunderstood' })
const refused = fails('MODEL_UNAVAILABLE', { key: 'modelNotAllowed' })
const badKey = fails('MODEL_UNAVAILABLE', { key: 'endpointRefusesKey' })
const spent = fails('MODEL_UNAVAILABLE', { key: 'endpointSpent' })
const busy = fails('THROTTLED', { key: 'modelBusy' }, { throttled: true })
/** Not retired for good: a name or an address may be mistyped, or a server run with another model. */
const unknown = fails('MODEL_UNAVAILABLE', { key: 'endpointLacksModel' })
const failed = fails('MODEL_UNAVAILABLE', { key: 'modelFailed' })
const tooLarge = fails('MODEL_UNAVAILABLE', { key: 'endpointTakesLess' })

/**
 * Reads an answer of an endpoint: a picture, an address of one, or what its error means. Nothing but
 * code and type of an error is kept: its text may hold the words or a key.
 */
export function readAnswer(answer: Answer): Brought {
  const body = parse(answer.body)
  if (answer.status === 200) return readData(body)
  const { type, code } = errorSchema.safeParse(body).data?.error ?? {}
  const said = `${type ?? ''} ${code ?? ''}`.trim()
  const log = `HTTP ${answer.status} ${said}`.trim().slice(0, 200)
  return { kind: 'FAILED', failure: failureBy(answer, said), log }
}

function readData(body: unknown): Brought {
  const [first] = answerSchema.safeParse(body).data?.data ?? []
  if (first?.b64_json) return { kind: 'IMAGE', base64: first.b64_json }
  if (first?.url) return { kind: 'ADDRESS', address: first.url }
  return { kind: 'FAILED', failure: unreadable, log: 'HTTP 200 without a picture' }
}

/** What is said of an error by its code or type, whatever its status. */
const bySaying: readonly { readonly said: RegExp; readonly failure: ModelFailure }[] = [
  {
    said: /moderation_blocked|content_policy|content_filter|safety/i,
    failure: fails('BLOCKED_PROMPT', { key: 'wordsRefused' }),
  },
  { said: /insufficient_quota|credit_balance|billing/i, failure: spent },
  { said: /model_not_found/i, failure: unknown },
]

const byStatus: Readonly<Record<number, ModelFailure>> = {
  401: badKey,
  403: refused,
  404: unknown,
  413: tooLarge,
  429: busy,
  503: busy,
}

/** The longest that a server is believed when it asks for a wait: the queue's own longest delay. */
const maxRetryAfterSeconds = 900

function failureBy({ status, headers }: Answer, said: string): ModelFailure {
  const told = bySaying.find((each) => each.said.test(said))?.failure ?? byStatus[status]
  if (told?.throttled) {
    const seconds = Number(headers['retry-after'])
    const retryAfterSeconds = Math.min(seconds, maxRetryAfterSeconds)
    return seconds > 0 ? { ...told, retryAfterSeconds } : told
  }
  if (told) return told
  if (status >= 300 && status < 400) return unreadable
  // What failed after it was sent may have been charged: it is not asked for again.
  return status >= 500 ? failed : misunderstood
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
