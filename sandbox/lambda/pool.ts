import type { FunctionConfig } from './function-config.ts'
import type { Worker } from './worker.ts'

/** Processes of one function at once; AWS's account limit is 1,000, a laptop's is lower. */
const maxWorkers = 8
/** Invocations of one function that may wait for a process. */
const maxWaiting = 1_000
/** A warm process that nothing used for this long is stopped. */
const idleMs = 5 * 60_000
/** A process is not used again when its credentials end sooner than this. */
const renewalMs = 5 * 60_000

/** There is no room for an invocation. */
export class Throttled extends Error {
  constructor() {
    super('Rate Exceeded.')
    this.name = 'Throttled'
  }
}

/** The warm processes of one function. */
export interface Pool {
  readonly config: FunctionConfig
  /**
   * Waits for a free process, or starts one.
   * @throws Throttled when too many invocations wait already, or none may run at all
   */
  acquire(): Promise<Worker>
  release(worker: Worker): void
  /** Stops each process when its invocation is over, and keeps none warm any more. */
  retire(): void
  /** Whether no process is left. */
  readonly isEmpty: boolean
  close(): void
}

/** @param start makes a new process of the function */
export function createPool(config: FunctionConfig, start: () => Worker): Pool {
  const limit = Math.min(maxWorkers, config.reservedConcurrency ?? maxWorkers)
  const idle: { worker: Worker; timer: NodeJS.Timeout }[] = []
  const workers = new Set<Worker>()
  const waiting: (() => void)[] = []
  let running = 0
  let isRetired = false

  function discard(worker: Worker): void {
    worker.kill()
    workers.delete(worker)
  }

  function freeSlot(): void {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }

  function forgetIdle(): void {
    for (const { worker, timer } of idle.splice(0)) {
      clearTimeout(timer)
      discard(worker)
    }
  }

  return {
    config,
    get isEmpty() {
      return workers.size === 0 && running === 0
    },
    retire() {
      isRetired = true
      forgetIdle()
    },
    /** A slot is handed straight from one invocation to the next, so that the limit holds. */
    async acquire() {
      if (limit === 0) throw new Throttled()
      if (running < limit) {
        running += 1
      } else {
        if (waiting.length >= maxWaiting) throw new Throttled()
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
      for (let entry = idle.pop(); entry; entry = idle.pop()) {
        clearTimeout(entry.timer)
        const fresh = entry.worker.expiresAtMs > Date.now() + renewalMs
        if (entry.worker.alive && fresh) return entry.worker
        discard(entry.worker)
      }
      try {
        const worker = start()
        workers.add(worker)
        return worker
      } catch (cause) {
        freeSlot()
        throw cause
      }
    },
    release(worker) {
      if (isRetired) {
        discard(worker)
      } else if (worker.alive) {
        const timer = setTimeout(() => {
          idle.splice(
            idle.findIndex((entry) => entry.worker === worker),
            1,
          )
          discard(worker)
        }, idleMs)
        idle.push({ worker, timer: timer.unref() })
      } else {
        workers.delete(worker)
      }
      freeSlot()
    },
    close() {
      forgetIdle()
      for (const worker of workers) worker.kill()
    },
  }
}
