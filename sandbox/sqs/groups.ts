import type { Message } from './message.ts'

/** A message in memory: visible, or hidden until it is due. */
export type Entry = { readonly message: Message; isReady: boolean }

/** The messages of a queue by their groups: they decide whose turn it is. */
export interface Groups {
  /** A message that is hidden at first. */
  add(entry: Entry): void
  remove(entry: Entry): void
  /** Called just before a hidden message becomes ready. */
  show(entry: Entry): void
  /** Notes that this message was handed out. */
  served(entry: Entry): void
  /** @param own how many messages of each group the same call has been given already */
  next(own?: ReadonlyMap<string, number>): Entry | undefined
  /** How many receive calls could be given something now, at most `ready`, which many are visible. */
  receivable(ready: number): number
}

/** Whether somebody has the message. */
export function isInFlight({ message, isReady }: Entry): boolean {
  return !isReady && message.receiveCount > 0
}

/** The name of a message's group; messages without one are a group of their own. */
export function groupOf({ groupId = '' }: Pick<Message, 'groupId'>): string {
  return groupId
}
