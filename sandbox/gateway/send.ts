import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ServiceResponse } from './service.ts'

/** What is sent; `cut` ends the connection instead. */
export type Answer = ServiceResponse | 'cut'

/** @returns the answer with these headers too */
export function withHeaders(
  answer: Answer,
  headers: Readonly<Record<string, string>> | undefined,
): Answer {
  return answer === 'cut' ? answer : { ...answer, headers: { ...answer.headers, ...headers } }
}

/** Sends an answer, or ends the connection. */
export async function send(outgoing: ServerResponse, answer: Answer): Promise<void> {
  if (answer === 'cut') {
    outgoing.destroy()
    return
  }
  outgoing.writeHead(answer.status, answer.headers)
  const { body } = answer
  if (body instanceof Readable) {
    // A client that leaves in the middle of a download is no fault of the sandbox.
    await pipeline(body, outgoing).catch(() => outgoing.destroy())
  } else {
    outgoing.end(body)
  }
}
