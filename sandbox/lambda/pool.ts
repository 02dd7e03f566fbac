import { availableParallelism } from 'node:os'
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
   * Waits for a process: one that is warm, one that another invocation gives back, or a new one.
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

type Waiter = {
  readonly sinceMs: number
  resolve(worker: Worker): void
  reject(cause: unknown): void
}

/**
 * Few processes start. A start costs a processor for half a second, while a warm process answers many
 * invocations in that time: of a burst, most need no process of their own. Where there are as many as
 * processors, another one starts only when none came free for a while.
 * @param start makes a new process of the function
 * @param of.maxStarting so many at once; as many as there are processors, unless it is said
 * @param of.patienceMs how long those who wait look for one to come free
 */
export function createPool(
  config: FunctionConfig,
  start: () => Worker,
  of: { maxStarting?: number; patienceMs?: number } = {},
): Pool {
  const { maxStarting = availableParallelism(), patienceMs = 2_500 } = of
  const limit = Math.min(maxWorkers, config.reservedConcurrency ?? maxWorkers)
  const workers = new Set<Worker>()
  const warm = createWarmProcesses(discard)
  const waiting: Waiter[] = []
  const patience = createPatience(patienceMs, grow)
  let starting = 0
  let [isRetired, isClosed] = [false, false]

  function discard(worker: Worker): void {
    worker.kill()
    workers.delete(worker)
  }

  /** Starts a process when an invocation waits for one and there is room. */
  function grow(): void {
    // Those that start are for those who wait.
    if (starting >= Math.min(maxStarting, waiting.length)) return
    if (isClosed || workers.size >= limit) return
    if (workers.size >= maxStarting && !patience.isOver(waiting[0]?.sinceMs ?? 0)) return
    let worker: Worker
    try {
      worker = start()
    } catch (cause) {
      waiting.shift()?.reject(cause)
      grow()
      return
    }
    workers.add(worker)
    starting += 1
    // Also one that did not survive its start: the invocation that gets it says what happened.
    void worker.started.then(() => {
      starting -= 1
      pass(worker)
      grow()
    })
  }

  /** Hands a free process to whoever has waited longest, or keeps it warm. */
  function pass(worker: Worker): void {
    const next = waiting.shift()
    if (next) next.resolve(worker)
    else if (isRetired || !worker.alive) discard(worker)
    else warm.keep(worker)
  }

  return {
    config,
    get isEmpty() {
      return workers.size === 0 && waiting.length === 0
    },
    retire() {
      isRetired = true
      warm.clear()
    },
    async acquire() {
      if (limit === 0) throw new Throttled()
      const found = warm.take()
      if (found) return found
      if (waiting.length >= maxWaiting) throw new Throttled()
      return await new Promise<Worker>((resolve, reject) => {
        waiting.push({ sinceMs: Date.now(), resolve, reject })
        grow()
      })
    },
    release(worker) {
      patience.renew()
      if (isUsable(worker)) pass(worker)
      else discard(worker)
      grow()
    },
    close() {
      isClosed = true
      patience.end()
      warm.clear()
      for (const worker of workers) worker.kill()
    },
  }
}

/** Waits for a process that comes free. @param again called when the wait is over */
function createPatience(ms: number, again: () => void) {
  let cameFreeMs = 0
  let timer: NodeJS.Timeout | undefined
  return {
    /** One came free. */
    renew(): void {
      cameFreeMs = Date.now()
    },
    /** Whether none came free for so long to those who wait since then; if not, `again` is called later. */
    isOver(sinceMs: number): boolean {
      clearTimeout(timer)
      const leftMs = Math.max(cameFreeMs, sinceMs) + ms - Date.now()
      if (leftMs > 0) timer = setTimeout(again, leftMs)
      return leftMs <= 0
    },
    end(): void {
      clearTimeout(timer)
    },
  }
}

/** Processes without an invocation; one that nothing used for a while is discarded. */
function createWarmProcesses(discard: (worker: Worker) => void) {
  const idle: { worker: Worker; timer: NodeJS.Timeout }[] = []
  return {
    keep(worker: Worker): void {
      const timer = setTimeout(() => {
        idle.splice(
          idle.findIndex((entry) => entry.worker === worker),
          1,
        )
        discard(worker)
      }, idleMs)
      idle.push({ worker, timer: timer.unref() })
    },
    /** The one that was used last, if there is one that may be used again. */
    take(): Worker | undefined {
      for (let entry = idle.pop(); entry; entry = idle.pop()) {
        clearTimeout(entry.timer)
        if (isUsable(entry.worker)) return entry.worker
        discard(entry.worker)
      }
      return undefined
    },
    clear(): void {
      for (const { worker, timer } of idle.splice(0)) {
        clearTimeout(timer)
        discard(worker)
      }
    },
  }
}

function isUsable({ alive, expiresAtMs }: Worker): boolean {
  return alive && expiresAtMs > Date.now() + renewalMs
}
