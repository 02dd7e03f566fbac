import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { createSockets } from '../faults/sockets.ts'
import type { Log } from '../log.ts'
import { answer } from './answer.ts'
import type { Backends } from './backends.ts'
import { createGate } from './gate.ts'
import { logAnswer } from './log-answer.ts'
import { send } from './send.ts'
import { upgrade } from './upgrade.ts'

export interface Gateway {
  readonly port: number
  readonly endpoint: string
  /** Starts to answer; until then every request gets a 503. Lets in what waits after a `pause`. */
  serve(backends: Backends): void
  /**
   * Holds requests back until the next `serve`: from the first moment in which none is being
   * answered, or after `limitMs`.
   * @returns whether none was being answered
   */
  pause(limitMs: number): Promise<boolean>
  close(): Promise<void>
}

const maxConnections = 1_000

/**
 * Listens on the loopback interface as all of AWS at once. `answer.ts` has the steps of a request,
 * `upgrade.ts` those of a WebSocket.
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
  const { origins, log, clock = Date.now } = options
  let backends: Backends | undefined
  const gate = createGate()
  const sockets = createSockets()
  const server = createServer({ requestTimeout: 300_000, headersTimeout: 10_000 })
  server.maxConnections = maxConnections
  server.on('request', (request, response) => {
    logAnswer(request, response, log)
    const work = async (leave: () => void) =>
      await send(response, await answer(request, { origins, clock, backends, leave }))
    gate.pass(work).catch((cause: unknown) => {
      log({ service: 'gateway', level: 'warning', message: `failed: ${String(cause)}` })
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' })
      response.end('{"message":"The sandbox failed to answer."}')
    })
  })
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (request, socket, head) => {
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
    const served = gate.isClosed ? undefined : backends
    upgrade({ request, socket, head }, { origins, backends: served, sockets })
  })
  const port = await listen(server, options.port)
  return {
    port,
    endpoint: `http://127.0.0.1:${port}`,
    serve: (started) => {
      backends = started
      sockets.watch(started.faults)
      gate.open()
    },
    pause: (limitMs) => gate.drain(limitMs),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
        // Node counts upgraded sockets as open and never closes them itself.
        for (const socket of upgraded) socket.destroy()
      }),
  }
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}
