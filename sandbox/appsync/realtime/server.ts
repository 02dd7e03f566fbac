import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Log } from '../../log.ts'
import type { Api } from '../api.ts'
import type { Limits } from '../limits.ts'
import type { Hub } from './hub.ts'
import { readHandshake, type VerifySigned } from './signed-headers.ts'
import { serveSocket } from './socket.ts'

/** The largest message that a client may send. */
const maxMessageBytes = 1024 * 1024

/**
 * Takes WebSocket handshakes on `/appsync/{apiId}/graphql/realtime`.
 * @param options.find the API of a path
 */
export function createRealtime(options: {
  find: (path: string) => { api: Api; hub: Hub } | undefined
  limits: Limits
  log: Log
  verifySigned: VerifySigned | undefined
}): {
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  close: () => Promise<void>
} {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols: (protocols) => (protocols.has('graphql-ws') ? 'graphql-ws' : false),
  })
  return {
    upgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', 'http://localhost')
      const target = options.find(url.pathname)
      if (!target || !url.pathname.endsWith('/realtime')) return reject(socket, '404 Not Found')
      if (server.clients.size >= options.limits.connections) {
        return reject(socket, '503 Service Unavailable')
      }
      const handshake = readHandshake(request.headers['sec-websocket-protocol'], url.searchParams)
      server.handleUpgrade(request, socket, head, (client) => {
        serveSocket(client, {
          ...target,
          handshake,
          path: url.pathname.replace(/\/realtime$/, ''),
          verifySigned: options.verifySigned,
          log: options.log,
        })
      })
    },
    close: async () => {
      for (const client of server.clients) client.terminate()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

function reject(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
