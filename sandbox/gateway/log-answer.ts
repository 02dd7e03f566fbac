import type { IncomingMessage, ServerResponse } from 'node:http'
import { durationOf, type Log } from '../log.ts'

const maxPathLength = 200

/** Logs an answer when it ends; never the query, which may be a signature. */
export function logAnswer(request: IncomingMessage, response: ServerResponse, log: Log): void {
  const startedMs = Date.now()
  const path = String(request.url).split('?')[0]?.slice(0, maxPathLength)
  const what = request.headers['x-amz-target'] ?? path
  response.once('close', () => {
    const message = `${request.method} ${String(what)} ${response.statusCode} ${durationOf(startedMs)}`
    log({ service: 'gateway', level: 'detail', message })
  })
}
