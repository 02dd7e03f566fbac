import type { Queues } from './queues.ts'

/**
 * The queues of whichever deployment runs: who received a message from an earlier one can still
 * delete it, and a function's end finds its destination. Between two deployments its calls wait.
 */
export interface QueueRelay {
  readonly queues: Pick<Queues, 'delete' | 'send'>
  use(queues: Queues): void
  pause(): void
}

/** A relay that waits for its first queues. */
export function createQueueRelay(): QueueRelay {
  let deliver: (queues: Queues) => void = () => {}
  const next = () =>
    new Promise<Queues>((resolve) => {
      deliver = resolve
    })
  let current = next()
  return {
    queues: {
      delete: async (arn, receipt) => (await current).delete(arn, receipt),
      send: async (arn, message, sender) => (await current).send(arn, message, sender),
    },
    use: (queues) => deliver(queues),
    pause: () => {
      current = next()
    },
  }
}
