import { randomUUID } from 'node:crypto'
import type { FaultSource } from '../faults/faults.ts'
import { SqsError } from './error.ts'
import { groupOf } from './groups.ts'
import type { Message } from './message.ts'
import { type QueueConfig, queueLimits } from './queue-config.ts'
import type { QueueStore } from './queue-store.ts'
import { writeReceipt } from './receipt.ts'

/** A message as it was handed out, with the handle that deletes it. */
export type Delivery = { readonly message: Message; readonly receiptHandle: string }

type Source = {
  readonly config: QueueConfig
  readonly store: QueueStore
  readonly nowMs: () => number
  /** Takes over what this queue gives up; `undefined` when there is no such queue. */
  readonly deadLetters: () => Promise<{ adopt(message: Message): Promise<void> } | undefined>
  /** Messages that come twice, late or out of order when that was ordered. */
  readonly faults: Pick<FaultSource, 'take'> | undefined
}

/**
 * Hands out up to `max` visible messages and hides them for `visibilityTimeoutS`.
 * @throws SqsError OverLimit with 120,000 messages in flight
 */
export async function deliver(
  source: Source,
  max: number,
  visibilityTimeoutS: number,
): Promise<readonly Delivery[]> {
  const deliveries: Delivery[] = []
  const own = new Map<string, number>()
  while (deliveries.length < max) {
    if (source.store.backlog.counts().inFlight >= queueLimits.inFlight) {
      if (deliveries.length > 0) break
      throw new SqsError('OverLimit', 'Too many messages are in flight.')
    }
    const delivery = await deliverOne(source, visibilityTimeoutS, own)
    if (!delivery) break
    deliveries.push(delivery)
    const group = groupOf(delivery.message)
    own.set(group, (own.get(group) ?? 0) + 1)
  }
  for (const { message } of deliveries) {
    if (take(source, ['doubleMessage'])) await showAgain(source, message)
  }
  return deliveries
}

/** The next message that is neither too old nor to be given up. */
async function deliverOne(
  source: Source,
  visibilityTimeoutS: number,
  own: ReadonlyMap<string, number>,
): Promise<Delivery | undefined> {
  const { config, store, nowMs } = source
  let mayBeOvertaken = true
  for (;;) {
    const atMs = nowMs()
    store.backlog.promote(atMs)
    const message = store.backlog.next(own)
    if (!message) return undefined
    if (message.sentMs + config.retentionS * 1000 <= atMs) {
      await store.record({ kind: 'removed', id: message.id })
    } else if (isSpent(config, message) && (await giveUp(source, message))) {
      continue
    } else if (store.backlog.get(message.id) === message) {
      const effect = strayingOf(source, mayBeOvertaken)
      if (effect) {
        if (effect.kind === 'reorderMessage') mayBeOvertaken = false
        const visibleAtMs = atMs + (effect.kind === 'delayMessage' ? effect.ms : 1)
        await store.record({ kind: 'hidden', id: message.id, visibleAtMs })
        continue
      }
      const delivery = await handOut(source, message, visibilityTimeoutS)
      if (delivery) return delivery
    }
  }
}

async function handOut(
  { config, store, nowMs }: Source,
  message: Message,
  visibilityTimeoutS: number,
): Promise<Delivery | undefined> {
  const atMs = nowMs()
  const receipt = randomUUID()
  const recorded = store.record({
    kind: 'received',
    id: message.id,
    receipt,
    receiveCount: message.receiveCount + 1,
    visibleAtMs: atMs + visibilityTimeoutS * 1000,
    firstReceivedMs: message.firstReceivedMs ?? atMs,
  })
  const received = store.backlog.get(message.id)
  await recorded
  if (!received) return undefined
  const receiptHandle = writeReceipt({ queue: config.name, id: message.id, receipt })
  return { message: received, receiptHandle }
}

/** Each call lets one message be overtaken, so that no order can go on for ever. */
function strayingOf(source: Source, mayBeOvertaken: boolean) {
  const hasOthers = source.store.backlog.counts().visible > 1
  const kinds = ['delayMessage', 'reorderMessage'] as const
  return take(source, mayBeOvertaken && hasOthers ? kinds : ['delayMessage'])
}

function take<K extends 'doubleMessage' | 'delayMessage' | 'reorderMessage'>(
  { config, faults }: Source,
  kinds: readonly K[],
) {
  // A FIFO queue of AWS neither doubles nor reorders.
  if (config.isFifo) return undefined
  const call = { service: 'sqs', operation: 'ReceiveMessage', name: config.name } as const
  return faults?.take(call, kinds)
}

/** Under a handle that nobody has, so that the first receiver cannot delete it. */
async function showAgain({ store, nowMs }: Source, message: Message): Promise<void> {
  const { id, receiveCount, firstReceivedMs = nowMs() } = message
  const receipt = randomUUID()
  const visibleAtMs = nowMs()
  await store.record({ kind: 'received', id, receipt, receiveCount, visibleAtMs, firstReceivedMs })
}

function isSpent({ redrive }: QueueConfig, message: Message): boolean {
  return redrive !== undefined && message.receiveCount >= redrive.maxReceiveCount
}

/**
 * Moves a message that was received too often: first into the dead-letter queue, then out of this
 * one, so that a crash in between loses nothing; the id stays, so that it doubles nothing either.
 * @returns whether the message is gone; when the other queue is full it is delivered once more
 */
async function giveUp({ config, store, deadLetters }: Source, message: Message): Promise<boolean> {
  const target = await deadLetters()
  if (!target) return false
  if (store.backlog.get(message.id) !== message) return true
  // Out of sight meanwhile, so that nobody else takes it.
  const { release, forget } = store.hold(message)
  try {
    await target.adopt({ ...message, deadLetterSourceArn: config.arn })
  } catch (error) {
    release()
    if (error instanceof SqsError) return false
    throw error
  }
  await forget()
  return true
}
