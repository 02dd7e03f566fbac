import type { DocumentRecord } from '#domain/document/document.ts'
import type { DocumentId, PictureId } from '#domain/ids.ts'
import type { LocalEntry } from './local-documents.ts'

/** A document as a list shows it. */
export type Listed = {
  readonly id: DocumentId
  readonly name: string
  /** Epoch milliseconds. */
  readonly changedAtMs: number
  readonly rootPictureId: PictureId | undefined
  /** What it looked like when it was saved last; without one, its root says what it is about. */
  readonly thumbnailKey: string | undefined
  /** Whether the account does not have it yet. */
  readonly isOnlyHere: boolean
}

/**
 * What there is to go on with, the last changed first: the account's documents with what this device knows
 * better, and those that only this device has. Pure.
 */
export function listedDocuments(
  records: readonly DocumentRecord[],
  entries: readonly LocalEntry[],
): readonly Listed[] {
  const here = new Map(entries.map((entry) => [entry.id, entry]))
  const known = new Set(records.map(({ id }) => id))
  const inAccount = records
    .filter(({ trashedAt }) => trashedAt === undefined)
    .map(({ id, name, updatedAt, rootPictureId, thumbnailKey }) => {
      const entry = here.get(id)
      const isNewer = entry?.isUnsaved === true
      return {
        id,
        name: entry?.isRenamed ? entry.name : name,
        changedAtMs: isNewer ? entry.changedAtMs : Date.parse(updatedAt),
        rootPictureId: rootPictureId ?? entry?.rootPictureId,
        thumbnailKey,
        isOnlyHere: false,
      }
    })
  const onlyHere = entries
    .filter(({ id, isUnsaved, isBare }) => !known.has(id) && isUnsaved && !isBare)
    .map(({ id, name, changedAtMs, rootPictureId, thumbnailKey }) => ({
      id,
      thumbnailKey,
      name,
      changedAtMs,
      rootPictureId,
      isOnlyHere: true,
    }))
  return [...inAccount, ...onlyHere].toSorted((one, other) => other.changedAtMs - one.changedAtMs)
}
