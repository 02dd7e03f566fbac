import type { Message } from './message.ts'
import type { Queue } from './queue.ts'
import type { QueueConfig } from './queue-config.ts'

/** Messages of a queue that are shown. */
const maxShown = 50

export type QueueView = {
  readonly config: QueueConfig
  readonly visible: number
  readonly inFlight: number
  readonly delayed: number
  /** Names of the queues that give up messages to this one. */
  readonly deadLettersOf: readonly string[]
  /** The first of its messages, whether visible or not; looking does not receive them. */
  readonly messages: readonly Message[]
}

/** The queues as the developer's own page shows them, past authorisation. */
export interface QueueBrowser {
  list(): Promise<readonly QueueView[]>
  /**
   * Sends a dead letter again to the queue that gave it up, as if it had never been received.
   * @returns whether there was such a letter, and a queue to send it to
   */
  sendAgain(queueName: string, messageId: string): Promise<boolean>
}

type Entry = { readonly config: QueueConfig; readonly opened: Promise<Queue> }

export function createQueueBrowser(entries: readonly Entry[]): QueueBrowser {
  return {
    list: () =>
      Promise.all(
        entries.map(async ({ config, opened }) => {
          const queue = await opened
          const givers = entries.filter((each) => each.config.redrive?.targetArn === config.arn)
          return {
            config,
            ...queue.counts(),
            deadLettersOf: givers.map((each) => each.config.name),
            messages: queue.peek(maxShown),
          }
        }),
      ),
    async sendAgain(queueName, messageId) {
      const from = entries.find(({ config }) => config.name === queueName)
      const message = (await from?.opened)?.find(messageId)
      const source = entries.find(({ config }) => config.arn === message?.deadLetterSourceArn)
      if (!from || !message || !source) return false
      const {
        deadLetterSourceArn: _gone,
        receipt: _old,
        firstReceivedMs: _first,
        ...letter
      } = message
      // Into the other queue first: a crash in between doubles it, and loses nothing.
      await (await source.opened).adopt(letter)
      await (await from.opened).discard(messageId)
      return true
    },
  }
}
