import type { IncomingMessage } from 'node:http'
import { answerAsService } from './answer-as-service.ts'
import type { Backends } from './backends.ts'
import { allowOrigin, isPreflight, preflight } from './cors.ts'
import { isOwnHost } from './own-host.ts'
import { readHead } from './read-head.ts'
import { readPageRequest } from './read-request.ts'
import { refusal } from './refusal.ts'
import { type Answer, withHeaders } from './send.ts'

export type AnswerContext = {
  /** Browser origins that may read answers. */
  readonly origins: readonly string[]
  readonly clock: () => number
  /** `undefined` while the sandbox starts. */
  readonly backends: Backends | undefined
  /** Says that the services may be exchanged without waiting for the rest of this answer. */
  readonly leave: () => void
}

/** Takes a request through the gateway's steps, in this order; each may end it with an answer. */
export async function answer(incoming: IncomingMessage, context: AnswerContext): Promise<Answer> {
  const { origins, backends, clock, leave } = context
  const { headers, socket } = incoming
  if (!isOwnHost(headers.host, socket.localPort ?? 0)) return refusal(403, 'Unknown host.')
  if (!backends) return refusal(503, 'The sandbox is still starting.')
  const head = readHead(incoming)
  const cors = allowOrigin(headers.origin, origins)
  if (head.path.startsWith('/_sandbox')) {
    // A page of an unknown origin gets no CORS header, so it cannot read what is answered.
    return withHeaders(await backends.pages(await readPageRequest(head, incoming)), cors)
  }
  // S3 has rules for origins of its own, in its buckets.
  if (isPreflight(incoming) && head.service !== 's3') return preflight(headers, origins)
  return await answerAsService(head, incoming, { backends, cors, nowMs: clock, leave })
}
