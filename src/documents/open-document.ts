/**
 * The document that is in the editor, and what is known of what others have of it. Two tabs tell each other
 * whole states and what they have seen of each other, so that each knows what both began with.
 */
import type { LocalEntry } from './local-documents.ts'
import { ownSteps, reconcile } from './reconcile.ts'
import { isSame } from './same.ts'
import type { SentSave } from './sent-saves.ts'
import type { DocumentHistory, TabNews } from './sync-edges.ts'

/** News of this tab that another one may still answer to. */
const maxSent = 50

/** A state with nothing of this tab in it, and where it came from: a tab, or a revision of the account. */
export type Origin = {
  readonly history: DocumentHistory
  readonly tab?: string
  readonly revision?: number
}

/** A state of another tab, its number, and the last state of this tab that was in it. */
type Taken = {
  /** The one of this tab when it took it. */
  readonly revision: number
  readonly number: number
  readonly state: DocumentHistory['present']
  readonly ofMine: number
}

/** A state that was written to this device, and the last state of each tab that is in it, by number. */
type Began = Pick<Known, 'tab' | 'seen'> & {
  readonly state: DocumentHistory['present']
  readonly revision: number
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
  /** Of the state that is open: grows with each one of this tab. */
  number: number
  /** What this tab told, by its number. */
  readonly sent: Map<number, DocumentHistory>
  /** What this tab last took of each other one, the last last. */
  readonly taken: Map<string, Taken>
  /** What was on this device when this tab opened it. */
  began: Began | undefined
  picturedAtMs: number
  /** Until what this device knows of it is read. */
  ready: Promise<void>
}

/** What is known of a document on this device. */
export type Known = {
  readonly entry: LocalEntry
  readonly history: DocumentHistory
  readonly base: DocumentHistory['present'] | undefined
  readonly tab: string
  readonly seen: Readonly<Record<string, number>>
}

/** What this tab tells of its document, and remembers that it did. */
export function newsOf(open: Open): Omit<TabNews, 'from'> {
  const { number } = open
  const { revision, saves } = open.entry
  open.told = open.history
  open.sent.set(number, open.history)
  const [oldest] = open.sent.keys()
  if (open.sent.size > maxSent && oldest !== undefined) open.sent.delete(oldest)
  const seen = revision === open.began?.revision ? seenBy(open) : takenBy(open)
  const base = revision > open.toldRevision ? open.base : undefined
  open.toldRevision = revision
  const history = ownSteps(open.history)
  return { id: open.entry.id, revision, kind: 'EDITED', number, seen, base, saves, history }
}

/** Notes what of another tab is in this one. */
export function noteTaken(
  { entry, taken }: Open,
  tab: string,
  { number, state, ofMine }: Omit<Taken, 'revision'>,
): void {
  taken.delete(tab)
  taken.set(tab, { number, state, ofMine, revision: entry.revision })
}

/** @returns the last state of each other tab that is in this one, by number */
export function seenBy(open: Open): TabNews['seen'] {
  return { ...open.began?.seen, ...takenBy(open) }
}

function takenBy({ taken }: Open): TabNews['seen'] {
  return Object.fromEntries([...taken].map(([tab, { number }]) => [tab, number] as const))
}

/** @returns the number of the news in which this tab told a state; 0 when it did not */
export function numberOf({ sent }: Open, state: DocumentHistory['present']): number {
  return [...sent].findLast(([, { present }]) => present === state)?.[0] ?? 0
}

/** What two tabs began with, and whether all that is open here is in what the other one tells. */
export type Common = { readonly base: Open['base']; readonly isAll: boolean }

/**
 * @param tab what others call this one
 * @returns what this tab and another one that tells of its state have in common, if it knows
 */
export function commonWith(open: Open, news: TabNews, tab: string): Common | undefined {
  const isSeen = open.history === open.sent.get(news.seen[tab] ?? 0)
  const isAll = isSeen || isWithin(open, news)
  const inAccount = news.revision === open.entry.revision ? open.base : undefined
  const told = commonState(open, news, tab) ?? commonBeginning(open, news)?.state
  const base = told ?? inAccount
  return isAll || base ? { base, isAll } : undefined
}

/** The last state that is in this tab and in what another one has, as far as tabs told. */
function commonState(
  open: Open,
  { from, seen }: Pick<TabNews, 'from' | 'seen'>,
  tab: string,
): Open['base'] {
  const number = seen[tab] ?? 0
  const taken = open.taken.get(from)
  // What was taken of them may have had it already.
  const mine = taken && number <= taken.ofMine ? undefined : open.sent.get(number)
  return mine?.present ?? taken?.state ?? takenByBoth(open, seen)
}

/** The last state of a third tab that is in both, while the account told nothing. */
function takenByBoth({ entry, taken }: Open, seen: TabNews['seen']): Open['base'] {
  const both = [...taken].filter(
    ([tab, { number, revision }]) => revision === entry.revision && number <= (seen[tab] ?? 0),
  )
  return both.at(-1)?.[1].state
}

/** What this tab began with, where that is in what another one tells, and the account told nothing since. */
function commonBeginning({ entry, began }: Open, { seen, revision }: TabNews): Began | undefined {
  if (began?.revision !== revision || entry.revision !== revision) return undefined
  return (began.seen[began.tab] ?? 0) <= (seen[began.tab] ?? 0) ? began : undefined
}

/** Whether what is open came from elsewhere as it is, and is in what another tab tells. */
function isWithin(open: Open, news: TabNews): boolean {
  const { history, origin } = open
  if (history !== origin?.history) return false
  const isOfAccount = origin.revision !== undefined && origin.revision <= news.revision
  const isBeginning = origin.tab !== undefined && origin.tab === commonBeginning(open, news)?.tab
  return isOfAccount || origin.tab === news.from || isBeginning
}

/**
 * Notes that the account has a save of this device in it.
 * @param tab what others call this one
 * @returns what the document here has in common with it
 */
export function takeSave(open: Open | undefined, save: SentSave, tab: string): Open['base'] {
  const { tab: from, number, seen, state } = save
  if (!open || from === tab) return state
  const isHere = number <= (seenBy(open)[from] ?? 0)
  const common = isHere ? state : commonState(open, { from, seen }, tab)
  noteTaken(open, from, { number, state, ofMine: seen[tab] ?? 0 })
  return common
}

/** Of a document of which nobody told anything yet. */
export function nothingHeard(): Pick<
  Open,
  'toldRevision' | 'began' | 'picturedAtMs' | 'sent' | 'taken' | 'ready'
> {
  return {
    toldRevision: 0,
    began: undefined,
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
  const leftOut = isOther ? [{ side: 'MINE' as const, history: mine }] : []
  return { history: theirs, hasOwn: false, twice: 0, leftOut }
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
