import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Duplex, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FaultSource } from '../faults/faults.ts'
import { createSockets } from '../faults/sockets.ts'
import { handleWithFaults } from '../faults/strike.ts'
import type { CredentialStore } from '../iam/credentials.ts'
import { faultMessages } from '../iam/fault-messages.ts'
import { readSignature, type SignatureClaim, verifySignature } from '../iam/sigv4.ts'
import { durationOf, type Log } from '../log.ts'
import { allowOrigin, preflight } from './cors.ts'
import { originalTarget, routeOf, type ServiceName, signedOnly } from './route.ts'
import type { Service, ServiceRequest, ServiceResponse } from './service.ts'
import { createTurnstile } from './turnstile.ts'

/** What stands behind the gateway. */
export type Backends = {
  readonly services: Readonly<Partial<Record<ServiceName, Service>>>
  readonly credentials: CredentialStore
  /** Answers `/_sandbox/…`, the developer's own pages. */
  readonly pages: (request: ServiceRequest) => Promise<ServiceResponse>
  /** Failures that were ordered. */
  readonly faults?: FaultSource
}

export interface Gateway {
  readonly port: number
  readonly endpoint: string
  /** Starts to answer; until then every request gets a 503. Lets in what waits after a `pause`. */
  serve(backends: Backends): void
  /**
   * Holds requests back until the next `serve`: at the first moment in which none is being answered,
   * or after `limitMs`.
   * @returns whether none was being answered
   */
  pause(limitMs: number): Promise<boolean>
  close(): Promise<void>
}

/** Bedrock's largest request, 25,000,000 bytes, is the largest that is buffered anywhere. */
const defaultMaxBodyBytes = 26_000_000
const maxConnections = 1_000

/**
 * Listens on the loopback interface as all of AWS at once: checks the Host header (against DNS
 * rebinding), verifies signatures, routes, and answers CORS for the origins it was given.
 * @param options.port 0 for any free port
 * @param options.origins browser origins that may call it, e.g. `http://localhost:5173`
 * @throws Error with code `EADDRINUSE` when the port is taken
 */
export async function openGateway(options: {
  port: number
  origins: readonly string[]
  log: Log
  clock?: () => number
}): Promise<Gateway> {
  let backends: Backends | undefined
  const turnstile = createTurnstile()
  const sockets = createSockets()
  const server = createServer({ requestTimeout: 300_000, headersTimeout: 10_000 })
  server.maxConnections = maxConnections
  server.on('request', (request, response) => {
    logAnswer(request, response, options.log)
    const clock = options.clock ?? Date.now
    const work = (leave: () => void) =>
      answer(request, response, { ...options, backends, clock, leave })
    turnstile.pass(work).catch((cause: unknown) => {
      options.log({ service: 'gateway', level: 'warning', message: `failed: ${String(cause)}` })
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' })
      response.end('{"message":"The sandbox failed to answer."}')
    })
  })
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (request, socket, head) => {
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
    const service = backends?.services.appsync
    const allowed =
      isOwnHost(request.headers.host, portOf(server)) &&
      (request.headers.origin === undefined || options.origins.includes(request.headers.origin))
    if (!allowed) socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
    else if (!service?.upgrade || turnstile.isShut) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n')
    } else if (sockets.admit(socket, backends?.faults)) {
      service.upgrade(request, socket, head)
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const port = portOf(server)
  return {
    port,
    endpoint: `http://127.0.0.1:${port}`,
    serve: (started) => {
      backends = started
      sockets.watch(started.faults)
      turnstile.open()
    },
    pause: (limitMs) => turnstile.shut(limitMs),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
        // Node counts these as open and lets go of them itself never.
        for (const socket of upgraded) socket.destroy()
      }),
  }
}

/** Never the query, which may be a signature. */
function logAnswer(request: IncomingMessage, response: ServerResponse, log: Log): void {
  const startedMs = Date.now()
  const path = String(request.url).split('?')[0]?.slice(0, 200)
  const what = request.headers['x-amz-target'] ?? path
  response.once('close', () => {
    const message = `${request.method} ${String(what)} ${response.statusCode} ${durationOf(startedMs)}`
    log({ service: 'gateway', level: 'detail', message })
  })
}

type Context = {
  readonly origins: readonly string[]
  readonly log: Log
  readonly clock: () => number
  readonly backends: Backends | undefined
  /** The rest of this answer holds up no exchange of the services. */
  readonly leave: () => void
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  context: Context,
): Promise<void> {
  const port = incoming.socket.localPort ?? 0
  if (!isOwnHost(incoming.headers.host, port)) return send(outgoing, refusal(403, 'Unknown host.'))
  if (!context.backends) return send(outgoing, refusal(503, 'The sandbox is still starting.'))
  const head = readHead(incoming)
  const cors = allowOrigin(incoming.headers.origin, context.origins)
  if (head.path.startsWith('/_sandbox')) {
    const request = await complete(head, incoming)
    // A page of an unknown origin gets no CORS header, so it cannot read what is answered.
    return send(outgoing, await context.backends.pages(request), cors)
  }
  // S3 has rules for origins of its own, in its buckets.
  const isS3 = head.service === 's3'
  if (isPreflight(incoming) && !isS3) {
    return send(outgoing, preflight(incoming.headers, context.origins))
  }
  const name = head.service
  const service = name && context.backends.services[name]
  if (!service) return send(outgoing, refusal(404, 'The sandbox has no such service.'), cors)
  const verified = refuseUnsigned(head) ?? (await verify(head, incoming, { service, context }))
  // A refused signature is the gateway's own answer, so its own rule for origins applies.
  if ('status' in verified) return send(outgoing, verified, cors)
  const response = await handle(context, { name, service }, verified)
  await sendOrCut(outgoing, response, isS3 ? undefined : cors)
}

async function sendOrCut(
  outgoing: ServerResponse,
  response: ServiceResponse | 'cut',
  cors: Parameters<typeof send>[2],
): Promise<void> {
  if (response === 'cut') outgoing.destroy()
  else await send(outgoing, response, cors)
}

async function handle(
  { backends, leave }: Context,
  target: { name: ServiceName; service: Service },
  request: ServiceRequest,
): Promise<ServiceResponse | 'cut'> {
  if (target.service.isLasting) leave()
  if (!backends?.faults) return await target.service.handle(request)
  return await handleWithFaults(backends.faults, target, request)
}

function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined
}

type Head = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly host: string
  readonly secure: boolean
  readonly claim: SignatureClaim | undefined
  readonly service: ServiceName | undefined
}

function readHead(incoming: IncomingMessage): Head {
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

function refuseUnsigned(head: Head): ServiceResponse | undefined {
  const isRefused = !head.claim && head.service && signedOnly.has(head.service)
  return isRefused ? signatureRefused(head, 'MissingAuthenticationToken') : undefined
}

async function verify(
  head: Head,
  incoming: IncomingMessage,
  { service, context }: { service: Service; context: Context },
): Promise<ServiceRequest | ServiceResponse> {
  const limit = service.maxBodyBytes ?? defaultMaxBodyBytes
  const body = service.body === 'buffer' ? await readBody(incoming, limit) : Buffer.alloc(0)
  if (body === undefined) return refusal(413, 'The request body is too large.')
  const request = { ...requestOf(head, incoming), body }
  const { claim } = head
  if (!claim || !context.backends) return request
  const held = context.backends.credentials.find(
    claim.accessKeyId,
    claim.sessionToken,
    context.clock(),
  )
  if (typeof held === 'string') return signatureRefused(head, held)
  const bodyHash =
    service.body === 'buffer' ? createHash('sha256').update(body).digest('hex') : undefined
  const signature = verifySignature({ ...head, bodyHash }, claim, {
    secretAccessKey: held.secretAccessKey,
    nowMs: context.clock(),
  })
  if (typeof signature === 'string') return signatureRefused(head, signature)
  if (
    bodyHash !== undefined &&
    isDigest(signature.payloadHash) &&
    signature.payloadHash !== bodyHash
  ) {
    return signatureRefused(head, 'SignatureDoesNotMatch')
  }
  return { ...request, caller: held.caller, signature }
}

function requestOf(head: Head, incoming: IncomingMessage): ServiceRequest {
  return {
    requestId: randomUUID(),
    method: head.method,
    path: head.path,
    query: head.query,
    headers: head.headers,
    host: head.host,
    secure: head.secure,
    body: Buffer.alloc(0),
    stream: incoming,
    caller: undefined,
    signature: undefined,
  }
}

async function complete(head: Head, incoming: IncomingMessage): Promise<ServiceRequest> {
  const body = await readBody(incoming, 1_000_000)
  return { ...requestOf(head, incoming), body: body ?? Buffer.alloc(0) }
}

async function readBody(stream: Readable, limit: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stream) {
    size += (part as Buffer).length
    if (size > limit) return undefined
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts)
}

/** S3's names for faults that the JSON services call otherwise. */
const s3Names: Readonly<Record<string, string>> = { InvalidClientTokenId: 'InvalidAccessKeyId' }
const jsonNames: Readonly<Record<string, string>> = {
  InvalidClientTokenId: 'UnrecognizedClientException',
  ExpiredToken: 'ExpiredTokenException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
  RequestTimeTooSkewed: 'InvalidSignatureException',
  IncompleteSignature: 'IncompleteSignatureException',
}

function signatureRefused(head: Head, fault: string): ServiceResponse {
  const message = faultMessages[fault] ?? fault
  if (head.service === 's3') {
    const code = s3Names[fault] ?? fault
    return {
      status: 403,
      headers: { 'content-type': 'application/xml' },
      body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    }
  }
  const name = jsonNames[fault] ?? fault
  return {
    status: 403,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': name },
    body: JSON.stringify({ __type: name, message, Message: message }),
  }
}

function refusal(status: number, message: string): ServiceResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ message }),
  }
}

async function send(
  outgoing: ServerResponse,
  response: ServiceResponse,
  cors: Readonly<Record<string, string>> = {},
): Promise<void> {
  outgoing.writeHead(response.status, { ...response.headers, ...cors })
  const { body } = response
  if (body instanceof Readable) {
    // A client that goes away in the middle of a download is no fault of the sandbox.
    await pipeline(body, outgoing).catch(() => outgoing.destroy())
  } else {
    outgoing.end(body)
  }
}

function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`
}

function isDigest(hash: string): boolean {
  return /^[0-9a-f]{64}$/.test(hash)
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
