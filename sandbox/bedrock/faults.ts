import { setTimeout as wait } from 'node:timers/promises'
import { BedrockError } from './errors.ts'

/** A failure to answer the next requests with. */
export type Failure = {
  readonly status: number
  /** e.g. `ModelErrorException` */
  readonly type: string
  readonly message?: string
  /** Requests to fail; default 1. */
  readonly count?: number
}

/** Faults that a test or a developer orders from the runtime. */
export interface Faults {
  /** The next `count` requests get a ThrottlingException, 429. */
  throttleNext(count: number): void
  /** The next requests get this error, after those ordered before. */
  failNext(failure: Failure): void
  /** Every answer waits this long, until changed; 0 to stop. */
  delayMs: number
  /** Takes back all that was ordered; answers that are waiting go out at once. */
  clear(): void
}

/**
 * @returns the orders; `pause`, which waits `latencyMs` and what was ordered, until `closing` is
 *   aborted; and `take`, which gives the error due for one request, if any
 */
export function createFaults(): {
  faults: Faults
  pause: (latencyMs: number, closing: AbortSignal) => Promise<void>
  take: () => BedrockError | undefined
} {
  let clearing = new AbortController()
  const orders: { error: BedrockError; left: number }[] = []
  const order = ({ type, status, message, count = 1 }: Failure): void => {
    if (count > 0)
      orders.push({ error: new BedrockError(type, status, message ?? type), left: count })
  }
  const faults: Faults = {
    delayMs: 0,
    failNext: order,
    throttleNext: (count) => order({ ...throttling, count }),
    clear() {
      orders.length = 0
      faults.delayMs = 0
      clearing.abort()
      clearing = new AbortController()
    },
  }
  return {
    faults,
    pause: async (latencyMs, closing) => {
      const delayMs = latencyMs + faults.delayMs
      if (delayMs === 0) return
      const signal = AbortSignal.any([closing, clearing.signal])
      await wait(delayMs, undefined, { signal }).catch(() => closing.throwIfAborted())
    },
    take: () => {
      const first = orders[0]
      if (first === undefined) return undefined
      first.left--
      if (first.left === 0) orders.shift()
      return first.error
    },
  }
}

/** As AWS answers when a model's requests a minute are used up. */
export const throttling = {
  type: 'ThrottlingException',
  status: 429,
  message: 'Too many requests, please wait before trying again.',
} as const
