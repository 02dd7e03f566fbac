import type { WebSocket } from 'ws'
import * as z from 'zod'
import type { Log } from '../../log.ts'
import type { Api } from '../api.ts'
import { authenticate } from '../authenticate.ts'
import { RequestError } from '../errors.ts'
import type { Fields } from '../vtl/values.ts'
import type { Hub } from './hub.ts'
import { readCredentials, type VerifySigned } from './signed-headers.ts'
import { startSubscription } from './start.ts'

export type SocketOptions = {
  readonly api: Api
  readonly hub: Hub
  /** The authorisation headers of the handshake, unverified. */
  readonly handshake: unknown
  /** The path of the GraphQL endpoint, which IAM signatures cover. */
  readonly path: string
  readonly verifySigned: VerifySigned | undefined
  readonly log: Log
}

const messageSchema = z.object({
  type: z.string(),
  id: z.string().max(256).optional(),
  payload: z.unknown().optional(),
})
type Message = z.infer<typeof messageSchema>

/** Messages of one socket that may wait for their turn. */
const maxWaiting = 500

/** Close codes of our own: the client reconnects with fresh tokens after any of them. */
const closeCodes = { expired: 4401, slow: 4408, noInit: 4408, flood: 4429 } as const

type State = {
  readonly socket: WebSocket
  readonly options: SocketOptions
  readonly subscriptions: Map<string, () => void>
  readonly timers: Set<NodeJS.Timeout>
  isReady: boolean
}

/** Speaks AppSync's realtime protocol on one socket until it closes. */
export function serveSocket(socket: WebSocket, options: SocketOptions): void {
  const state: State = {
    socket,
    options,
    subscriptions: new Map(),
    timers: new Set(),
    isReady: false,
  }
  const { limits } = options.api
  after(state, limits.initTimeoutMs, () => {
    if (!state.isReady) socket.close(closeCodes.noInit, 'No connection_init')
  })
  let waiting = 0
  let last = Promise.resolve()
  socket.on('message', (data: Buffer, isBinary) => {
    waiting += 1
    if (isBinary || waiting > maxWaiting) {
      socket.close(closeCodes.flood, 'Too many messages')
      return
    }
    // One at a time: a stop must not overtake its start.
    last = last
      .then(() => handleMessage(state, data.toString('utf8')))
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        options.log({ service: 'appsync', level: 'warning', message: `realtime: ${reason}` })
        socket.close(1011, 'Internal error')
      })
      .finally(() => {
        waiting -= 1
      })
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    for (const timer of state.timers) clearTimeout(timer)
    for (const remove of state.subscriptions.values()) remove()
    state.subscriptions.clear()
  })
}

async function handleMessage(state: State, text: string): Promise<void> {
  if (!isOpen(state)) return
  const message = parseMessage(text)
  try {
    await dispatch(state, message)
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    const { errorType, message: reason } = error
    refuse(state, message?.id, [{ errorType, message: reason }])
  }
}

function parseMessage(text: string): Message | undefined {
  try {
    return messageSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

async function dispatch(state: State, message: Message | undefined): Promise<void> {
  if (message?.type === 'connection_init') return acceptConnection(state)
  if (!state.isReady) {
    throw new RequestError(400, 'BadRequestException', 'The first message must be connection_init.')
  }
  if (message?.type === 'start' && message.id !== undefined)
    return start(state, message.id, message)
  if (message?.type === 'stop' && message.id !== undefined) {
    end(state, message.id)
    send(state, { type: 'complete', id: message.id })
    return
  }
  throw new RequestError(
    400,
    'UnsupportedOperation',
    `${message?.type ?? 'unknown'} not supported through the realtime channel`,
  )
}

async function acceptConnection(state: State): Promise<void> {
  const { api, handshake, path, verifySigned } = state.options
  const { limits, edges } = api
  if (state.isReady) return
  try {
    const signed = { path: `${path}/connect`, body: '{}', verify: verifySigned }
    const identity = await authenticate(api.definition, readCredentials(handshake, signed), edges)
    const remainingMs = (identity.expiresAtMs ?? Number.POSITIVE_INFINITY) - edges.clock()
    after(state, Math.min(remainingMs, limits.connectionLifetimeMs), () => expire(state))
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    const { errorType, message, status } = error
    const errors = [{ errorType, errorCode: status, message }]
    send(state, { type: 'connection_error', payload: { errors } })
    state.socket.close(1008, errorType)
    return
  }
  state.isReady = true
  send(state, {
    type: 'connection_ack',
    payload: { connectionTimeoutMs: limits.connectionTimeoutMs },
  })
  send(state, { type: 'ka' })
  keep(
    state,
    setInterval(() => send(state, { type: 'ka' }), limits.keepAliveMs),
  )
}

async function start(state: State, id: string, message: Message): Promise<void> {
  const { api, hub, path, verifySigned } = state.options
  const most = api.limits.subscriptionsPerConnection
  if (state.subscriptions.has(id)) {
    throw new RequestError(400, 'DuplicatedOperationError', `The id ${id} is in use.`)
  }
  if (state.subscriptions.size >= most) {
    throw new RequestError(
      400,
      'MaxSubscriptionsReachedError',
      `Max number of ${most} subscriptions reached`,
    )
  }
  const started = await startSubscription(api, message.payload, { path, verify: verifySigned })
  if (!isOpen(state)) return
  if (started.kind === 'refused') {
    refuse(state, id, started.errors)
    return
  }
  const remove = hub.add({
    id,
    ...started.subscription,
    send: (event) => send(state, event),
    end: () => end(state, id),
    expire: () => expire(state),
  })
  state.subscriptions.set(id, remove)
  send(state, { type: 'start_ack', id })
}

function end(state: State, id: string): void {
  state.subscriptions.get(id)?.()
  state.subscriptions.delete(id)
}

/** Closing, not an error message: the client takes an error as final but reconnects after a close. */
function expire(state: State): void {
  state.socket.close(closeCodes.expired, 'Token has expired')
}

function refuse(
  state: State,
  id: string | undefined,
  errors: readonly { errorType: string | null; message: string }[],
): void {
  const payload = { errors: errors.map(({ errorType, message }) => ({ errorType, message })) }
  const { log } = state.options
  log({ service: 'appsync', level: 'refusal', message: `realtime: ${errors[0]?.message ?? ''}` })
  send(state, { type: 'error', ...(id === undefined ? {} : { id }), payload })
}

function send(state: State, message: Fields): void {
  if (!isOpen(state)) return
  if (state.socket.bufferedAmount > state.options.api.limits.bufferedBytes) {
    state.socket.close(closeCodes.slow, 'Reads too slowly')
    state.socket.terminate()
    return
  }
  state.socket.send(JSON.stringify(message))
}

function isOpen(state: State): boolean {
  return state.socket.readyState === state.socket.OPEN
}

function after(state: State, delayMs: number, run: () => void): void {
  keep(state, setTimeout(run, Math.max(0, delayMs)))
}

function keep(state: State, timer: NodeJS.Timeout): void {
  timer.unref()
  state.timers.add(timer)
}
