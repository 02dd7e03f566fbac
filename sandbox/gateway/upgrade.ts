import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Sockets } from '../faults/sockets.ts'
import type { Backends } from './backends.ts'
import { isOwnHost } from './own-host.ts'

type Handshake = {
  readonly request: IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
}

/**
 * Hands a WebSocket handshake to AppSync, after the same checks of host and origin as any request.
 * @param context.backends `undefined` while the sandbox starts or exchanges its services
 */
export function upgrade(
  { request, socket, head }: Handshake,
  context: { origins: readonly string[]; backends: Backends | undefined; sockets: Sockets },
): void {
  const { origins, backends, sockets } = context
  const { host, origin } = request.headers
  const isAllowed =
    isOwnHost(host, request.socket.localPort ?? 0) &&
    (origin === undefined || origins.includes(origin))
  const service = backends?.services.appsync
  if (!isAllowed) refuse(socket, '403 Forbidden')
  else if (!service?.upgrade) refuse(socket, '503 Service Unavailable')
  else if (sockets.admit(socket, backends?.faults)) service.upgrade(request, socket, head)
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`)
}
