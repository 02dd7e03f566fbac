import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import type { Address } from './address.ts'
import { jobMs } from './backend.ts'

type Message = {
  readonly type: string
  readonly id?: string
  readonly payload?: {
    readonly data?: Readonly<Record<string, unknown>>
    readonly errors?: unknown
  }
}

/** A realtime connection that keeps what it was told. */
export type Live<T> = {
  /** Subscribes, e.g. to `onUpdateGeneration(owner: "…")`. @throws Error when it is refused */
  subscribe(field: string, selection: string, withToken?: string): Promise<void>
  /** The records of all events so far, in the order in which they came. */
  readonly events: readonly T[]
  /** The first event, of those so far and to come, that is the one. @throws Error after `jobMs` */
  heard(pick: (event: T) => boolean): Promise<T>
  close(): void
}

/**
 * Opens AppSync's realtime protocol with a person's token.
 * @throws Error when the connection is refused
 */
export async function openLive<T>(backend: Address, token: string): Promise<Live<T>> {
  const url = new URL(backend.outputs.data.url)
  const authorization = { host: url.host, Authorization: token }
  const header = Buffer.from(JSON.stringify(authorization)).toString('base64url')
  const socket = new WebSocket(`ws://${url.host}${url.pathname}/realtime`, [
    'graphql-ws',
    `header-${header}`,
  ])
  const messages: Message[] = []
  const looks = new Set<() => void>()
  const look = () => {
    for (const each of looks) each()
  }
  socket.on('message', (data: Buffer) => {
    messages.push(JSON.parse(data.toString()) as Message)
    look()
  })
  const gone = new Promise<never>((_resolve, reject) => {
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('The connection was closed.')))
  })
  gone.catch(() => undefined)
  const send = (message: object) => socket.send(JSON.stringify(message))
  const next = (pick: (message: Message) => boolean) => soonest(messages, looks, pick)

  await Promise.race([gone, new Promise((resolve) => socket.once('open', resolve))])
  send({ type: 'connection_init' })
  const hello = await Promise.race([gone, next(({ type }) => /^connection_(ack|error)/.test(type))])
  if (hello.type !== 'connection_ack') throw new Error(JSON.stringify(hello))
  return {
    async subscribe(field, selection, withToken = token) {
      const id = randomUUID()
      const data = JSON.stringify({ query: `subscription { ${field} { ${selection} } }` })
      const extensions = { authorization: { ...authorization, Authorization: withToken } }
      send({ id, type: 'start', payload: { data, extensions } })
      const answer = await Promise.race([
        gone,
        next((each) => each.id === id && /^(start_ack|error)$/.test(each.type)),
      ])
      if (answer.type === 'error') throw new Error(JSON.stringify(answer.payload))
    },
    get events() {
      return messages.flatMap(recordsOf<T>)
    },
    async heard(pick) {
      const message = await Promise.race([gone, next((each) => recordsOf<T>(each).some(pick))])
      return recordsOf<T>(message).find(pick) as T
    },
    close: () => socket.close(),
  }
}

function recordsOf<T>({ type, payload }: Message): T[] {
  return type === 'data' ? (Object.values(payload?.data ?? {}) as T[]) : []
}

function soonest(
  messages: readonly Message[],
  looks: Set<() => void>,
  pick: (message: Message) => boolean,
): Promise<Message> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      looks.delete(look)
    }
    const look = () => {
      const found = messages.find(pick)
      if (!found) return
      end()
      resolve(found)
    }
    const timer = setTimeout(() => {
      end()
      reject(new Error('No such message came.'))
    }, jobMs)
    looks.add(look)
    look()
  })
}
