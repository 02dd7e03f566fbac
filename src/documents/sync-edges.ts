import type { DocumentId, UserId } from '#domain/ids.ts'
import type { EditorDocument } from '../editor/document/document.ts'
import type { History } from '../editor/document/history.ts'
import type { AccountDocuments } from './account-documents.ts'
import type { LocalDocuments } from './local-documents.ts'
import type { Saves } from './sent-saves.ts'

export type DocumentHistory = History<EditorDocument>

/** What tabs of one browser tell each other about a document. */
export type TabNews = {
  readonly from: string
  readonly id: DocumentId
  /** The account's revision that it is based on; with SAVED, the one that it is. */
  readonly revision: number
  readonly kind: 'EDITED' | 'SAVED'
  /** Grows with each news of one tab. */
  readonly number: number
  /** The last news of each other tab that this state has in it. */
  readonly seen: Readonly<Record<string, number>>
  /** What the account has at `revision`, where others may not know it. */
  readonly base: EditorDocument | undefined
  /** The saves that are in what the account has at `revision`. */
  readonly saves: Saves
  readonly history: DocumentHistory
}

/** What keeping documents in step needs of the rest. */
export interface SyncEdges {
  readonly owner: UserId
  readonly local: LocalDocuments
  readonly account: AccountDocuments
  readonly editor: {
    history(): DocumentHistory
    /** Puts another history in place of the one that is open; nothing else of the editor changes. */
    replace(history: DocumentHistory): void
  }
  /** A small WebP of the picture that the editor shows; `undefined` when it shows a part of it, or none. */
  thumbnail(): Promise<Blob | undefined>
  /** What the other tabs call this one. */
  readonly tab: string
  /** What all tabs of this browser are called in contents of the account. */
  readonly device: string
  /** Tells the other tabs of this browser. */
  tell(news: Omit<TabNews, 'from'>): void
  /** Told of what a person should know. */
  say(what: SyncNews): void
  readonly newId: () => DocumentId
  /** A name that no other save has. */
  readonly newSave: () => string
  readonly now: () => number
  /** Runs a step later; returns a function that prevents it. */
  later(step: () => void, delayMs: number): () => void
}

export type SyncNews =
  /** So many layers are there twice, since two devices changed them differently. */
  | { readonly kind: 'TWICE'; readonly layers: number }
  /** What two devices changed differently: whose version the document does not show, kept as this document. */
  | { readonly kind: 'COPIED'; readonly side: 'MINE' | 'THEIRS'; readonly as: DocumentId }
  /** The account does not take a document; it stays on this device. */
  | { readonly kind: 'REFUSED'; readonly error: unknown }
