import type { Duplex } from 'node:stream'
import type { FaultSource } from './faults.ts'

const realtime = { service: 'appsync', operation: 'realtime' } as const

/** Open realtime sockets, which a fault cuts when it is ordered or, later, at the handshake. */
export interface Sockets {
  /** @returns whether the handshake may go on; else the socket is cut */
  admit(socket: Duplex, faults: FaultSource | undefined): boolean
  /** From now on a new rule of these faults cuts what is open. */
  watch(faults: FaultSource | undefined): void
}

export function createSockets(): Sockets {
  const open = new Set<Duplex>()
  let stop = () => {}
  const isCut = (faults: FaultSource | undefined) => faults?.take(realtime, ['cut']) !== undefined
  return {
    admit(socket, faults) {
      if (isCut(faults)) {
        socket.destroy()
        return false
      }
      open.add(socket)
      socket.once('close', () => open.delete(socket))
      return true
    },
    watch(faults) {
      stop()
      const strike = () => {
        for (const socket of open) if (isCut(faults)) socket.destroy()
      }
      stop = faults?.onAdd(strike) ?? (() => {})
    },
  }
}
