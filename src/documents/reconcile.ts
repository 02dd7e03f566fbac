import type { EditorDocument } from '../editor/document/document.ts'
import type { History } from '../editor/document/history.ts'
import { merge } from './merge.ts'
import { isSame } from './same.ts'

type DocumentHistory = History<EditorDocument>

export type Reconciled = {
  readonly history: DocumentHistory
  /** Whether it has anything that the other side does not have yet. */
  readonly hasOwn: boolean
  /** How many layers are there twice, since both sides changed them differently. */
  readonly twice: number
  /** Versions of which something could not be taken: each is to be kept as a document of its own. */
  readonly leftOut: readonly LeftOut[]
}

export type LeftOut = { readonly side: 'MINE' | 'THEIRS'; readonly history: DocumentHistory }

/**
 * Joins what was done here with what was done elsewhere. Steps that were done here can still be undone, and
 * take nothing of the other side with them: each is joined by itself. Pure.
 * @param base what both sides began with
 */
export function reconcile(
  base: EditorDocument,
  mine: DocumentHistory,
  theirs: DocumentHistory,
): Reconciled {
  const merged = merge(base, mine.present, theirs.present)
  const present = merged.document
  if (isSame(present, theirs.present)) {
    return { history: theirs, hasOwn: false, twice: 0, leftOut: leftOutOf(merged, mine, theirs) }
  }
  const known = new Map<EditorDocument, EditorDocument>([[mine.present, present]])
  const joined = (step: EditorDocument): EditorDocument => {
    const before = known.get(step)
    if (before) return before
    const next = step.id === base.id ? merge(base, step, theirs.present).document : step
    known.set(step, next)
    return next
  }
  const history = {
    past: mine.past.map(joined),
    present,
    future: mine.future.map(joined),
  }
  const { length } = merged.twice
  return { history, hasOwn: true, twice: length, leftOut: leftOutOf(merged, mine, theirs) }
}

function leftOutOf(
  { leftOut }: { readonly leftOut: { readonly one: boolean; readonly other: boolean } },
  mine: DocumentHistory,
  theirs: DocumentHistory,
): readonly LeftOut[] {
  return [
    ...(leftOut.one ? [{ side: 'MINE' as const, history: mine }] : []),
    ...(leftOut.other ? [{ side: 'THEIRS' as const, history: theirs }] : []),
  ]
}

/** The steps of one document: opening another picture begins another document, though undo leads back. */
export function ownSteps({ past, present, future }: DocumentHistory): DocumentHistory {
  const isOther = ({ id }: EditorDocument) => id !== present.id
  const from = past.findLastIndex(isOther) + 1
  const until = future.findIndex(isOther)
  const isWhole = from === 0 && until < 0
  if (isWhole) return { past, present, future }
  return { past: past.slice(from), present, future: until < 0 ? future : future.slice(0, until) }
}

/** Whether there is a picture in a document, or something asked for. */
export function isBegun({ base, layers }: Pick<EditorDocument, 'base' | 'layers'>): boolean {
  return base !== null || layers.length > 0
}

/** Whether nothing was done but to open a picture: no step, no stroke, no word. */
export function isBare({ past, present, future }: DocumentHistory): boolean {
  const { layers, strokes } = present
  const words = Object.entries(present).filter(
    ([name]) => name === 'words' || name === 'promptDraft',
  )
  const isSilent = words.every(([, each]) => isWordless(each))
  return past.length + future.length + layers.length + strokes.length === 0 && isSilent
}

function isWordless(words: unknown): boolean {
  if (typeof words === 'string') return words === ''
  if (typeof words !== 'object' || words === null) return true
  return Object.values(words).every(isWordless)
}
