/**
 * Saves that this device sent to the account. The answer to one can be lost, and the page with it. A content of
 * the account names the last save of each device that is in it: so a device knows its own again, whoever went on
 * from it, and what was undone here since is not taken for something new of another device.
 */
import * as z from 'zod'
import type { EditorDocument } from '../editor/document/document.ts'
import { isSame } from './same.ts'

/** The last save of each device that a content has in it, the latest last; contents of before name none. */
export const savesSchema = z.record(z.string(), z.string()).catch({})
export type Saves = z.infer<typeof savesSchema>

/** A save that was sent, and what it saved. */
export type SentSave<State = EditorDocument> = {
  readonly save: string
  /** The revision that it is based on. */
  readonly revision: number
  /** The tab that sent it, and the number of its state. */
  readonly tab: string
  readonly number: number
  /** The last state of each other tab that is in it, by number. */
  readonly seen: Readonly<Record<string, number>>
  readonly state: State
}

/** More devices than a person works on between two saves of one of them. */
const maxDevices = 20
/** Saves of one revision of which none was answered. */
const maxSent = 10

/** @returns the saves of a content, with one more of a device */
export function withSave(saves: Saves, device: string, save: string): Saves {
  const others = Object.entries(saves).filter(([name]) => name !== device)
  return Object.fromEntries([...others, [device, save]].slice(-maxDevices))
}

/** @returns what was sent, with one more; a tab may be one revision behind another */
export function withSent<State>(
  sent: readonly SentSave<State>[],
  next: SentSave<State>,
): readonly SentSave<State>[] {
  const recent = sent.filter(({ revision }) => revision >= next.revision - 1)
  return [...recent, next].slice(-maxSent)
}

/** @returns the name of the same save, where it was sent before: the account then gives the same answer */
export function sentAgain(
  sent: readonly SentSave[],
  next: Omit<SentSave, 'save'>,
): string | undefined {
  const isAgain = ({ revision, tab, state }: SentSave) =>
    revision === next.revision && tab === next.tab && isSame(state, next.state)
  return sent.findLast(isAgain)?.save
}

/**
 * @param save the last one of this device in what the account has
 * @param revision the last one of which this device knows what the account has
 * @returns the save, where its answer did not arrive
 */
export function ownSave(
  sent: readonly SentSave[],
  save: string | undefined,
  revision: number,
): SentSave | undefined {
  return sent.find((each) => each.save === save && each.revision >= revision)
}
