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
  /** Takes back all that was ordered. */
  clear(): void
}

/** @returns the orders, and `take`, which gives the error due for one request, if any */
export function createFaults(): { faults: Faults; take: () => BedrockError | undefined } {
  const orders: { error: BedrockError; left: number }[] = []
  const order = ({ type, status, message, count = 1 }: Failure): void => {
    if (count > 0)
      orders.push({ error: new BedrockError(type, status, message ?? type), left: count })
  }
  return {
    faults: {
      delayMs: 0,
      failNext: order,
      throttleNext: (count) => order({ ...throttling, count }),
      clear() {
        orders.length = 0
        this.delayMs = 0
      },
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
