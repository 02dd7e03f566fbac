import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { WebSocket } from 'ws'
import type { Deployment, Resource } from '../assembly/resource.ts'
import type { TokenVerifier } from '../cognito/token-verifier.ts'
import type { Service } from '../gateway/service.ts'
import type { Authorizer, Caller } from '../iam/caller.ts'
import type { FunctionInvoker, InvocationResult } from '../lambda/invoker.ts'
import type { Fields } from './vtl/values.ts'

export type Claims = Readonly<Record<string, unknown>>

/** Tokens are `good:` and their claims as base64url JSON; anything else is forged. */
export const fakeTokens: TokenVerifier = { verify: readFake, verifySignature: readFake }

async function readFake(token: string): Promise<Claims> {
  if (!token.startsWith('good:')) throw new Error('Unable to verify the signature of the token.')
  return JSON.parse(Buffer.from(token.slice(5), 'base64url').toString()) as Claims
}

export function tokenOf(sub: string, more: Claims = {}): string {
  const claims = { sub, username: sub, iss: 'https://issuer', ...more }
  return `good:${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
}

export const allowAll: Authorizer = { authorize: () => ({ allowed: true, message: '' }) }

/** Answers every invocation with the same result and keeps what it was asked. */
export function fakeFunctions(result: Partial<InvocationResult> = {}): FunctionInvoker & {
  readonly calls: { functionArn: string; payload: unknown; type: string }[]
} {
  const calls: { functionArn: string; payload: unknown; type: string }[] = []
  return {
    calls,
    invoke: async (functionArn, payload, type) => {
      calls.push({ functionArn, payload, type })
      return { kind: 'returned', payload: null, requestId: 'r', ...result } as InvocationResult
    },
  }
}

export function roleSession(roleName: string, more: Partial<Caller> = {}): Caller {
  return {
    arn: `arn:aws:sts::000000000000:assumed-role/${roleName}/session`,
    accountId: '000000000000',
    roleArn: `arn:aws:iam::000000000000:role/${roleName}`,
    userId: 'AROAEXAMPLE:session',
    tags: {},
    policies: [],
    ...more,
  }
}

export function deploymentOf(resources: readonly Resource[]): Deployment {
  return {
    region: 'us-east-1',
    accountId: '000000000000',
    endpoint: 'http://127.0.0.1',
    resources,
    assemblyDir: '/nowhere',
    stateDir: '/nowhere',
  }
}

export type Answer = {
  readonly status: number
  readonly data: Fields | null
  readonly errors: readonly Fields[]
}

export type Ask = {
  readonly query: string
  readonly variables?: Fields
  readonly token?: string
  readonly caller?: Caller
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends one GraphQL request straight to the service, as the gateway would. */
export async function ask(service: Service, apiId: string, of: Ask): Promise<Answer> {
  const { query, variables, token, caller, headers = {} } = of
  return post(service, apiId, {
    body: JSON.stringify({ query, variables }),
    caller,
    headers: { ...headers, ...(token === undefined ? {} : { authorization: token }) },
  })
}

export async function post(
  service: Service,
  apiId: string,
  of: { body: string; caller?: Caller | undefined; headers?: Readonly<Record<string, string>> },
): Promise<Answer> {
  const response = await service.handle({
    requestId: 'r',
    method: 'POST',
    path: `/appsync/${apiId}/graphql`,
    query: new URLSearchParams(),
    headers: of.headers ?? {},
    host: 'localhost',
    body: Buffer.from(of.body),
    secure: true,
    stream: Readable.from([]),
    caller: of.caller,
    signature: undefined,
  })
  const body = JSON.parse(typeof response.body === 'string' ? response.body : '{}') as {
    data?: Fields | null
    errors?: Fields[]
  }
  return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] }
}

/** Serves the WebSocket part on a free port. @returns the endpoint, `ws://…` without the path */
export async function serveRealtime(service: Service): Promise<{ url: string; server: Server }> {
  const server = createServer()
  server.on('upgrade', (request, socket, head) => service.upgrade?.(request, socket, head))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

/** A realtime client that keeps every message it gets. */
export type Client = {
  readonly socket: WebSocket
  readonly send: (message: Fields) => void
  readonly start: (id: string, of: { query: string; variables?: Fields; token: string }) => void
  /** The first message, now or later, that the test picks. */
  readonly next: (pick: (message: Fields) => boolean) => Promise<Fields>
  readonly messages: readonly Fields[]
  readonly closed: Promise<number>
}

export async function connect(url: string, apiId: string, headers: Fields): Promise<Client> {
  const encoded = Buffer.from(JSON.stringify(headers)).toString('base64url')
  const socket = new WebSocket(`${url}/appsync/${apiId}/graphql/realtime`, [
    'graphql-ws',
    `header-${encoded}`,
  ])
  const messages: Fields[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (data: Buffer) => {
    messages.push(JSON.parse(data.toString('utf8')) as Fields)
    for (const look of waiting) look()
  })
  const closed = new Promise<number>((resolve) => {
    socket.on('close', resolve)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const send = (message: Fields): void => socket.send(JSON.stringify(message))
  const next: Client['next'] = (pick) =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = messages.find(pick)
        if (!found) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  const start: Client['start'] = (id, { query, variables, token }) => {
    const data = JSON.stringify({ query, variables })
    const extensions = { authorization: { Authorization: token, host: 'localhost' } }
    send({ id, type: 'start', payload: { data, extensions } })
  }
  return { socket, send, start, next, messages, closed }
}
