import type { FaultSource } from '../faults/faults.ts'
import type { Backlog } from './backlog.ts'
import type { Clock } from './clock.ts'
import { type Delivery, deliver } from './deliver.ts'
import { SqsError } from './error.ts'
import { createIntake, type Intake } from './intake.ts'
import type { Message } from './message.ts'
import type { QueueConfig } from './queue-config.ts'
import { openQueueStore } from './queue-store.ts'
import { readReceipt } from './receipt.ts'
import { createWaiters, type Waiters } from './waiters.ts'

/** One queue. What `send` acknowledged survives a crash; all else may be delivered again. */
export interface Queue extends Intake {
  readonly config: QueueConfig
  /**
   * @param options.waitS how long to wait for a first message, 0 to 20
   * @throws SqsError OverLimit with 120,000 messages in flight
   */
  receive(options: {
    max: number
    visibilityTimeoutS?: number | undefined
    waitS?: number | undefined
  }): Promise<readonly Delivery[]>
  /**
   * Deletes by the newest handle; an older one changes nothing, as in SQS.
   * @throws SqsError InvalidParameterValueException in a FIFO queue when its time is over
   */
  delete(receiptHandle: string): Promise<void>
  /** @throws SqsError MessageNotInflight, InvalidParameterValueException for an older handle */
  changeVisibility(receiptHandle: string, seconds: number): Promise<void>
  purge(): Promise<void>
  counts(): ReturnType<Backlog['counts']>
  onVisible(listener: () => void): () => void
  /** The first messages, visible or not, without receiving them. */
  peek(max: number): readonly Message[]
  find(id: string): Message | undefined
  /** Removes a message whoever has it. */
  discard(id: string): Promise<void>
  close(): Promise<void>
}

/**
 * Opens a queue from its journal.
 * @param deadLetters finds the queue to which this one gives up messages
 */
export async function openQueue(options: {
  config: QueueConfig
  folder: string
  clock: Clock
  deadLetters: () => Promise<Queue | undefined>
  faults?: Pick<FaultSource, 'take'> | undefined
}): Promise<Queue> {
  const { config, folder, clock, deadLetters, faults } = options
  const nowMs = () => clock.nowMs()
  const store = await openQueueStore(config, folder)
  const source = { config, store, nowMs, deadLetters, faults }
  const intake = createIntake(config, store, nowMs)
  const waiters = createWaiters(clock)
  const { wake, stopWaking } = createWake(store.backlog, waiters, clock)
  let isClosed = false

  wake()
  return {
    config,
    counts: () => {
      store.backlog.promote(nowMs())
      return store.backlog.counts()
    },
    onVisible: (listener) => {
      const stop = waiters.listen(listener)
      wake()
      return stop
    },
    async send(message) {
      const sent = await intake.send(message)
      wake()
      return sent
    },
    async adopt(message) {
      await intake.adopt(message)
      wake()
    },
    async receive({ max, visibilityTimeoutS = config.visibilityTimeoutS, waitS = config.waitS }) {
      const deadlineMs = nowMs() + waitS * 1000
      for (;;) {
        const deliveries = await deliver(source, max, visibilityTimeoutS)
        wake()
        const leftMs = deadlineMs - nowMs()
        if (deliveries.length > 0 || leftMs <= 0 || isClosed) return deliveries
        await waiters.wait(leftMs)
      }
    },
    async delete(receiptHandle) {
      const { id, receipt } = readReceipt(receiptHandle, config.name)
      const message = store.backlog.get(id)
      if (message?.receipt !== receipt) return
      if (config.isFifo && message.visibleAtMs <= nowMs()) throw expiredReceipt(receiptHandle)
      await store.record({ kind: 'removed', id })
      // The rest of its group may go on.
      if (config.isFifo) wake()
    },
    async changeVisibility(receiptHandle, seconds) {
      const { id, receipt } = readReceipt(receiptHandle, config.name)
      checkInFlight(store.backlog.get(id), receipt, nowMs())
      await store.record({ kind: 'hidden', id, visibleAtMs: nowMs() + seconds * 1000 })
      wake()
    },
    peek: (max) => firstOf(store.backlog.messages(), max),
    find: (id) => store.backlog.get(id),
    async discard(id) {
      await store.record({ kind: 'removed', id })
      wake()
    },
    purge: () => store.record({ kind: 'purged' }),
    async close() {
      isClosed = true
      stopWaking()
      waiters.close()
      await store.close()
    },
  }
}

/** Wakes those who wait for what is visible now, and again when the next message becomes visible. */
function createWake(backlog: Backlog, waiters: Waiters, clock: Clock) {
  let cancel = () => {}
  let isOver = false
  const wake = () => {
    if (isOver) return
    cancel()
    const nextMs = backlog.promote(clock.nowMs())
    const delayMs = nextMs === undefined ? undefined : Math.max(1, nextMs - clock.nowMs())
    cancel = delayMs === undefined ? () => {} : clock.after(delayMs, wake)
    waiters.wake(backlog.receivable())
  }
  const stopWaking = () => {
    isOver = true
    cancel()
  }
  return { wake, stopWaking }
}

function firstOf(messages: Iterable<Message>, max: number): readonly Message[] {
  const first: Message[] = []
  for (const message of messages) {
    if (first.length >= max) break
    first.push(message)
  }
  return first
}

function expiredReceipt(handle: string): SqsError {
  return new SqsError(
    'InvalidParameterValueException',
    `Value ${handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
  )
}

function checkInFlight(message: Message | undefined, receipt: string, nowMs: number): void {
  if (message?.receipt !== receipt) {
    throw new SqsError(
      'InvalidParameterValueException',
      'Value for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.',
    )
  }
  if (message.visibleAtMs <= nowMs) {
    throw new SqsError('MessageNotInflight', 'The message is not in flight.')
  }
}
