import * as z from 'zod'
import type { Caller } from '../../iam/caller.ts'
import type { Credentials } from '../authenticate.ts'
import { unauthorizedRequest } from '../errors.ts'

/**
 * Verifies a SigV4 signature over a request that was never sent: clients sign the WebSocket's
 * messages as if they were HTTP requests.
 * @returns who signed; throws an Error with AWS's wording otherwise
 */
export type VerifySigned = (request: {
  method: string
  path: string
  headers: Readonly<Record<string, string>>
  body: string
}) => Caller

const headersSchema = z.record(z.string(), z.unknown())

/**
 * Reads the authorisation headers of a handshake or a `start` message.
 * @param signed what an IAM signature covers: `/connect` and `{}`, or the data of the message
 * @throws RequestError 401 when they are unreadable or the signature is bad
 */
export function readCredentials(
  value: unknown,
  signed: { path: string; body: string; verify: VerifySigned | undefined },
): Credentials {
  const parsed = headersSchema.safeParse(value)
  if (!parsed.success) throw unauthorizedRequest('Required headers are missing.')
  const headers: Record<string, string> = {}
  for (const [name, header] of Object.entries(parsed.data)) {
    if (typeof header === 'string') headers[name.toLowerCase()] = header
  }
  if (!headers['authorization']?.startsWith('AWS4-HMAC-SHA256')) {
    return { headers, caller: undefined }
  }
  if (!signed.verify) {
    throw unauthorizedRequest('The sandbox cannot verify IAM signatures on WebSockets.')
  }
  try {
    const { path, body } = signed
    return { headers, caller: signed.verify({ method: 'POST', path, headers, body }) }
  } catch (error) {
    throw unauthorizedRequest(error instanceof Error ? error.message : 'Permission denied')
  }
}

/** The longest header that a handshake may carry, decoded. */
const maxHeader = 32_768

/**
 * Takes the authorisation headers out of a handshake: the `header-…` subprotocol, or the query.
 * @returns the parsed JSON, or `undefined` when there is none
 */
export function readHandshake(protocols: string | undefined, query: URLSearchParams): unknown {
  const subprotocol = (protocols ?? '')
    .split(',')
    .map((each) => each.trim())
    .find((each) => each.startsWith('header-'))
  const encoded = subprotocol?.slice('header-'.length) ?? query.get('header')
  if (encoded === null || encoded === undefined || encoded.length > maxHeader) return undefined
  try {
    return JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'))
  } catch {
    return undefined
  }
}
