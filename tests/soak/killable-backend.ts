import { closeSync, openSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  type BackendFacts,
  type BackendProcess,
  spawnBackend,
} from '../../scripts/backend-process.ts'
import { Violation } from './load.ts'

/** The backend in a process of its own, to be killed and started again on the same port and state. */
export interface KillableBackend {
  /** @throws Violation when it does not start */
  start(): Promise<BackendFacts>
  /** Starts it and kills it after so long, ready or not. */
  startAndKill(afterMs: number): Promise<void>
  kill(): Promise<void>
  close(): Promise<void>
}

/**
 * @param dir where its state and `backend.log` are kept
 * @param flags of `npm run backend` besides its port and state
 * @param environment variables that it has besides this process's
 */
export async function createKillableBackend(
  dir: string,
  flags: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<KillableBackend> {
  const port = await freePort()
  const log = openSync(join(dir, 'backend.log'), 'a')
  let current: BackendProcess | undefined
  const args = [`--port=${port}`, `--state=${join(dir, 'state')}`, ...flags]
  const spawn = () => spawnBackend(args, log, environment)
  const kill = async () => {
    await current?.kill()
    current = undefined
  }
  return {
    async start() {
      current = spawn()
      return await current.ready.catch((cause: unknown) => {
        throw new Violation(`the backend does not start again: ${String(cause)}`)
      })
    },
    async startAndKill(afterMs) {
      current = spawn()
      await pause(afterMs)
      await kill()
    },
    kill,
    async close() {
      await kill()
      closeSync(log)
    },
  }
}

/** Below the ports that systems give to clients, one of which could take it during a restart. */
const ports = { first: 20_000, count: 10_000 }
const maxTries = 100

/**
 * @param after how many ports to leave out, for those who need several
 * @throws Error when there is none
 */
export async function freePort(after = 0): Promise<number> {
  for (let tries = after; tries < maxTries; tries += 1) {
    const port = ports.first + ((process.pid * 7 + tries) % ports.count)
    if (await isFree(port)) return port
  }
  throw new Error('There is no free port.')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
