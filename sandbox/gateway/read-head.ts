import type { IncomingMessage } from 'node:http'
import { readSignature, type SignatureClaim } from '../iam/sigv4.ts'
import { originalTarget, routeOf, type ServiceName } from './route.ts'

/** A request before its body is read: where it goes and what it says of its signature. */
export type Head = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly host: string
  readonly secure: boolean
  readonly claim: SignatureClaim | undefined
  readonly service: ServiceName | undefined
}

/** Reads what a request says before its body; nothing of it is verified yet. */
export function readHead(incoming: IncomingMessage): Head {
  const url = incoming.url ?? '/'
  const question = url.indexOf('?')
  const rawPath = question < 0 ? url : url.slice(0, question)
  const query = new URLSearchParams(question < 0 ? '' : url.slice(question + 1))
  const { host, path, secure } = originalTarget(rawPath, incoming.headers.host ?? '')
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  )
  headers['host'] = host
  const claim = readSignature(headers, query)
  const service = routeOf({ path, host, headers, signedFor: claim?.service })
  return { method: incoming.method ?? 'GET', path, query, headers, host, secure, claim, service }
}
