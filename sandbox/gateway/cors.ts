import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { ServiceResponse } from './service.ts'

/** Response headers that let a listed origin read the answer; `undefined` for any other. */
export function allowOrigin(
  origin: string | undefined,
  origins: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (origin === undefined || !origins.includes(origin)) return undefined
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'x-amzn-requestid, x-amzn-errortype, x-amz-date',
    vary: 'origin',
  }
}

/** The answer to a browser's preflight for every service but S3, which has rules of its own. */
export function preflight(
  headers: IncomingHttpHeaders,
  origins: readonly string[],
): ServiceResponse {
  const allowed = allowOrigin(headers.origin, origins)
  if (!allowed) return { status: 403 }
  return {
    status: 204,
    headers: {
      ...allowed,
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
      'access-control-max-age': '600',
    },
  }
}

/** Whether a browser asks beforehand what it may send. */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined
}
