/**
 * The document that is in the editor, and what is known of what others have of it. Two tabs tell each other
 * whole states and what they have seen of each other, so that each knows what both began with.
 */
import type { LocalEntry } from './local-documents.ts'
import { ownSteps, reconcile } from './reconcile.ts'
import { isSame } from './same.ts'
import type { DocumentHistory, TabNews } from './sync-edges.ts'

/** News of this tab that another one may still answer to. */
const maxSent = 50

/** A state with nothing of this tab in it, and where it came from: a tab, or a revision of the account. */
export type Origin = {
  readonly history: DocumentHistory
  readonly tab?: string
  readonly revision?: number
}

/** The document that is in the editor. */
export type Open = {
  entry: LocalEntry
  /** What the account has at the entry's revision. */
  base: DocumentHistory['present'] | undefined
  /** What is in the editor; stays when that goes on to another document. */
  history: DocumentHistory
  /** What was written to this device last. */
  kept: DocumentHistory | undefined
  /** What came from elsewhere: as long as it is what is open, nothing was done here. */
  origin: Origin | undefined
  /** What other tabs were told last, or told themselves. */
  told: DocumentHistory | undefined
  /** Up to which revision of the account other tabs were told what it is. */
  toldRevision: number
  /** What this tab told, by the number of the news. */
  readonly sent: Map<number, DocumentHistory>
  /** What this tab last took of each other one, and the number of that news. */
  readonly taken: Map<
    string,
    { readonly number: number; readonly state: DocumentHistory['present'] }
  >
  picturedAtMs: number
  /** Until what this device knows of it is read. */
  ready: Promise<void>
}

/** What is known of a document on this device. */
export type Known = {
  readonly entry: LocalEntry
  readonly history: DocumentHistory
  readonly base: DocumentHistory['present'] | undefined
}

/** What this tab tells of its document, and remembers that it did. */
export function newsOf(open: Open, number: number): Omit<TabNews, 'from'> {
  const { revision } = open.entry
  open.told = open.history
  open.sent.set(number, open.history)
  open.sent.delete(number - maxSent)
  const seen = Object.fromEntries([...open.taken].map(([tab, taken]) => [tab, taken.number]))
  const base = revision > open.toldRevision ? open.base : undefined
  open.toldRevision = revision
  const history = ownSteps(open.history)
  return { id: open.entry.id, revision, kind: 'EDITED', number, seen, base, history }
}

/** @returns the number of the news in which this tab told a state; 0 when it did not */
export function numberOf({ sent }: Open, state: DocumentHistory['present']): number {
  return [...sent].findLast(([, { present }]) => present === state)?.[0] ?? 0
}

/**
 * What this tab and another one that tells of its state began with, as far as this one knows; and whether all
 * that is open here is in that state.
 * @param tab what others call this one
 */
export function commonWith(
  open: Open,
  news: TabNews,
  tab: string,
): { readonly base: Open['base']; readonly isAll: boolean } {
  const seen = open.sent.get(news.seen[tab] ?? -1)
  const inAccount = news.revision === open.entry.revision ? open.base : undefined
  return {
    base: seen?.present ?? open.taken.get(news.from)?.state ?? inAccount,
    isAll: open.history === seen || isWithin(open, news),
  }
}

/** Whether what is open came from elsewhere as it is, and is in what another tab tells. */
function isWithin({ history, origin }: Open, { from, revision }: TabNews): boolean {
  if (history !== origin?.history) return false
  return origin.tab === from || (origin.revision !== undefined && origin.revision <= revision)
}

/** Of a document of which nobody told anything yet. */
export function nothingHeard(): Pick<
  Open,
  'toldRevision' | 'picturedAtMs' | 'sent' | 'taken' | 'ready'
> {
  return {
    toldRevision: 0,
    picturedAtMs: Number.NEGATIVE_INFINITY,
    sent: new Map(),
    taken: new Map(),
    ready: Promise.resolve(),
  }
}

export type Joined = ReturnType<typeof reconcile>

/**
 * Joins what is here with what came from elsewhere.
 * @param mine what was done here; `undefined` when nothing was
 * @param base what both began with; where nobody knows that any more, a step that is in both, and
 * without one, both are kept
 */
export function joinWith(
  mine: DocumentHistory | undefined,
  base: Open['base'],
  theirs: DocumentHistory,
): Joined {
  const began = mine && (base ?? commonStep(mine, theirs))
  if (mine && began) return reconcile(began, mine, theirs)
  const isOther = mine !== undefined && !isSame(mine.present, theirs.present)
  return { history: theirs, hasOwn: false, twice: 0, leftOut: isOther ? [mine] : [] }
}

/** Steps looked at on either side: what two tabs did since one began where the other was. */
const maxCompared = 50

/** The last step of one document that the other has been through as well. */
function commonStep(
  mine: DocumentHistory,
  theirs: DocumentHistory,
): DocumentHistory['present'] | undefined {
  const lastOf = ({ past, present }: DocumentHistory) => [...past.slice(1 - maxCompared), present]
  const others = lastOf(theirs)
  return lastOf(mine).findLast((step) => others.some((other) => isSame(step, other)))
}
