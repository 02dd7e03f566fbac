import { once } from 'node:events'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { useAgent as filteringAgent } from 'request-filtering-agent'

/** What is sent; a body goes as POST. */
export type Sent = {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Buffer | undefined
}

export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export type SendRules = {
  /** Whether plain HTTP to this very machine is allowed, as offline; nothing else is then. */
  readonly onLoopback: boolean
  /** From the first connection to the last byte. */
  readonly timeoutMs: number
  readonly maxBytes: number
}

/**
 * BLOCKED: the address may not be called. UNREACHED: nothing was sent. LOST: it was sent, and no
 * whole answer came. TOO_LARGE: more came than is taken.
 */
export type SendFailure = 'BLOCKED' | 'UNREACHED' | 'LOST' | 'TOO_LARGE'

export class SendError extends Error {
  readonly kind: SendFailure
  constructor(kind: SendFailure, cause?: unknown) {
    super(`The endpoint was not asked or did not answer: ${kind}.`, { cause })
    this.kind = kind
  }
}

/** The names and addresses of this machine. */
const loopback = ['127.0.0.1', '::1']

/**
 * Sends one request over a connection of its own. The address that a name stands for is checked as it
 * is connected to, so that no name leads into a private network; redirects are answers like any other.
 * @throws SendError
 */
export async function send(sent: Sent, rules: SendRules): Promise<Answer> {
  assertAllowed(sent.url, rules)
  const allowIPAddressList = rules.onLoopback ? loopback : []
  const request = sent.url.protocol === 'https:' ? requestHttps : requestHttp
  const outgoing = request(sent.url, {
    method: sent.body ? 'POST' : 'GET',
    headers: { ...sent.headers, ...(sent.body && { 'content-length': sent.body.length }) },
    agent: filteringAgent(sent.url.href, { allowIPAddressList, keepAlive: false }),
    signal: AbortSignal.timeout(rules.timeoutMs),
  })
  let isConnected = false
  outgoing.once('socket', (socket) => {
    socket.once(sent.url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      isConnected = true
    })
  })
  try {
    const answered = once(outgoing, 'response')
    outgoing.end(sent.body)
    const [incoming] = await answered
    return {
      status: incoming.statusCode ?? 0,
      headers: incoming.headers,
      body: await readBody(incoming, rules.maxBytes),
    }
  } catch (error) {
    outgoing.destroy()
    if (error instanceof SendError) throw error
    if (String(error).includes('is not allowed')) throw new SendError('BLOCKED', error)
    // A part of a body may be all that a server needs to begin.
    throw new SendError(isConnected ? 'LOST' : 'UNREACHED', error)
  }
}

/** @throws SendError BLOCKED unless it is HTTPS, or offline plain HTTP to this machine */
function assertAllowed({ protocol, hostname, username, password }: URL, rules: SendRules): void {
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  const isPlain = protocol === 'http:' && rules.onLoopback && isLocal
  const hasUser = username !== '' || password !== ''
  if (hasUser || !(protocol === 'https:' || isPlain)) throw new SendError('BLOCKED')
}

async function readBody(incoming: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of incoming) {
    bytes += part.length
    if (bytes > maxBytes) throw new SendError('TOO_LARGE')
    parts.push(part)
  }
  return Buffer.concat(parts)
}
