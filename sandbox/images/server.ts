import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { createInstantEngine, createWorkerEngine } from '../bedrock/engine/pool.ts'
import { ImagesError } from './errors.ts'
import { makeImage } from './make-image.ts'
import type { ImagesModel } from './model.ts'
import { type Asked, readEdit, readGeneration } from './read-request.ts'

/** How the next request ends instead of well. */
export type Ending =
  | {
      readonly kind: 'STATUS'
      readonly status: number
      readonly headers?: object
      readonly body: string
    }
  /** Begins to answer and hangs up. */
  | { readonly kind: 'CUT' }
  | { readonly kind: 'SLOW'; readonly ms: number }
  /** Answers by an address: its own, or any. */
  | { readonly kind: 'ADDRESS'; readonly address?: string }
  | { readonly kind: 'SIZE'; readonly width: number; readonly height: number }

export type ImagesServerOptions = {
  /** 0 for any free port. */
  readonly port: number
  /** Without it, nobody is asked for one. */
  readonly key?: string
  readonly models: Readonly<Record<string, ImagesModel>>
  readonly engine?: 'classical' | 'instant'
  /** How a request ends that nothing was ordered for; left out, well. */
  readonly misfortune?: () => Ending | undefined
  /** Told of each picture that was made, which is what would be charged for. */
  readonly onMade?: (asked: Asked) => void
}

export interface ImagesServer {
  /** What `/images/edits` follows. */
  readonly url: string
  /** Every request that was understood, oldest first, the last 1,000. */
  readonly asked: readonly Asked[]
  /** How many pictures were made, which is what would be charged for. */
  readonly made: number
  /** Orders how the next request ends. */
  order(ending: Ending): void
  close(): Promise<void>
}

const maxBodyBytes = 100_000_000
const maxRemembered = 1_000

/**
 * A server of the OpenAI images protocol on this machine: `POST /v1/images/generations` and
 * `/v1/images/edits`, as strict as OpenAI's reference is written; its pictures come from the engine of
 * the model server.
 */
export async function openImagesServer(options: ImagesServerOptions): Promise<ImagesServer> {
  const engine = options.engine === 'instant' ? createInstantEngine() : createWorkerEngine()
  const orders: Ending[] = []
  const asked: Asked[] = []
  const files = new Map<string, Buffer>()
  let made = 0
  const nextEnding = () => orders.shift() ?? options.misfortune?.()

  /** Of an address that was answered. */
  const giveFile = (incoming: IncomingMessage, outgoing: ServerResponse, file: Buffer): void => {
    // A signed address works for whoever has it; a key that came along would have leaked.
    if (incoming.headers.authorization) throw new ImagesError(400, 'key_sent', 'A key was sent.')
    outgoing.writeHead(200, { 'content-type': 'image/png' }).end(file)
  }
  const make = async (incoming: IncomingMessage, body: Buffer, order: Ending | undefined) => {
    const request = await read(incoming, body, options.models)
    asked.push(request)
    if (asked.length > maxRemembered) asked.shift()
    const size = order?.kind === 'SIZE' ? order : request
    const image = await makeImage(engine, { ...request, width: size.width, height: size.height })
    made += 1
    options.onMade?.(request)
    return image
  }
  const dataOf = (image: Buffer, order: Ending | undefined): object => {
    if (order?.kind !== 'ADDRESS') return { b64_json: image.toString('base64') }
    const own = `/files/${made}.png`
    files.set(own, image)
    return { url: order.address ?? own }
  }
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const file = incoming.method === 'GET' ? files.get(incoming.url ?? '') : undefined
    if (file) return giveFile(incoming, outgoing, file)
    const body = await readBody(incoming)
    authorize(incoming, options.key)
    const order = nextEnding()
    if (order?.kind === 'SLOW') await wait(order.ms)
    if (order?.kind === 'STATUS') {
      outgoing.writeHead(order.status, { ...order.headers }).end(order.body)
      return
    }
    const image = await make(incoming, body, order)
    outgoing.writeHead(200, { 'content-type': 'application/json' })
    if (order?.kind === 'CUT') {
      outgoing.write('{"created":1,"da')
      outgoing.socket?.destroy()
      return
    }
    const created = Math.floor(Date.now() / 1_000)
    outgoing.end(JSON.stringify({ created, data: [dataOf(image, order)] }))
  }

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      const told = error instanceof ImagesError ? error : new ImagesError(500, 'server_error', '')
      outgoing.writeHead(told.status, { 'content-type': 'application/json' })
      outgoing.end(told.body())
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    get made() {
      return made
    },
    order: (ending) => void orders.push(ending),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await engine.close()
    },
  }
}

function read(
  { url, headers }: IncomingMessage,
  body: Buffer,
  models: ImagesServerOptions['models'],
): Promise<Asked> {
  const contentType = headers['content-type'] ?? ''
  if (url === '/v1/images/generations') return readGeneration({ contentType, body }, models)
  if (url === '/v1/images/edits') return readEdit({ contentType, body }, models)
  throw new ImagesError(404, 'unknown_url', `Unknown request URL: ${url}`)
}

function authorize({ headers }: IncomingMessage, key: string | undefined): void {
  if (key === undefined || headers.authorization === `Bearer ${key}`) return
  throw new ImagesError(401, 'invalid_api_key', 'Incorrect API key provided.')
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of incoming as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > maxBodyBytes) throw new ImagesError(413, 'too_large', 'The body is too large.')
    parts.push(part)
  }
  return Buffer.concat(parts)
}
