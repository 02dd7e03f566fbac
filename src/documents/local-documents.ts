/** Documents as this device has them: one record for each, so that one that cannot be read is the only one. */
import { del, get } from 'idb-keyval'
import * as z from 'zod'
import { type DocumentId, documentIdSchema, pictureIdSchema, type UserId } from '#domain/ids.ts'
import { openLocalStore } from '../backend/local-store.ts'
import type { EditorDocument } from '../editor/document/document.ts'
import { type History, startHistory } from '../editor/document/history.ts'
import { readHistory, storeHistory } from '../editor/store/stored-history.ts'
import { isBare, ownSteps } from './reconcile.ts'

const entrySchema = z.object({
  id: documentIdSchema,
  owner: z.string(),
  name: z.string(),
  /** Whether the name was given here, and the account does not have it yet. */
  isRenamed: z.boolean().catch(false),
  /** The revision of the account that it is based on; 0 when the account never had it. */
  revision: z.int().min(0),
  /** Whether there is something here that the account does not have. */
  isUnsaved: z.boolean(),
  /** Whether nothing was done yet but to open its picture: then nobody misses it. */
  isBare: z.boolean().catch(false),
  rootPictureId: pictureIdSchema.optional().catch(undefined),
  thumbnailKey: z.string().optional().catch(undefined),
  /** For the order of a list alone. */
  changedAtMs: z.number(),
})

/** What is known of a document without its content. */
export type LocalEntry = z.infer<typeof entrySchema>

export interface LocalDocuments {
  entries(): Promise<readonly LocalEntry[]>
  entry(id: DocumentId): Promise<LocalEntry | undefined>
  keep(entry: LocalEntry): Promise<void>
  history(id: DocumentId): Promise<History<EditorDocument> | undefined>
  keepHistory(id: DocumentId, history: History<EditorDocument>): Promise<void>
  /** What the account had at `revision`. */
  base(id: DocumentId): Promise<EditorDocument | undefined>
  keepBase(id: DocumentId, base: EditorDocument): Promise<void>
  remove(id: DocumentId): Promise<void>
}

/** The documents of one person on this device. */
export function openLocalDocuments(owner: UserId): LocalDocuments {
  const keyOf = (id: DocumentId) => `${owner}:${id}`
  const [entries, histories, bases] = stores()
  return {
    async entries() {
      const all = await entries.all()
      return all.map(([, entry]) => entry).filter((entry) => entry.owner === owner)
    },
    entry: (id) => entries.get(keyOf(id)),
    keep: (entry) => entries.set(keyOf(entry.id), entry),
    history: async (id) => readHistory(await histories.get(keyOf(id))),
    keepHistory: (id, history) => histories.set(keyOf(id), storeHistory(history)),
    base: async (id) => readHistory(await bases.get(keyOf(id)))?.present,
    keepBase: (id, base) => bases.set(keyOf(id), storeHistory(startHistory(base))),
    async remove(id) {
      // The entry first: content without one is never shown.
      for (const store of [entries, histories, bases]) await store.remove(keyOf(id))
    },
  }
}

function openStores() {
  return [
    openLocalStore('repaint-documents', entrySchema),
    openLocalStore('repaint-document-histories', z.unknown()),
    openLocalStore('repaint-document-bases', z.unknown()),
  ] as const
}

let opened: ReturnType<typeof openStores> | undefined

function stores() {
  return (opened ??= openStores())
}

/** Takes over the one document that this device had before documents had records of their own. @returns its id */
export async function takeEarlier(
  owner: UserId,
  local: LocalDocuments,
): Promise<DocumentId | undefined> {
  const key = `editor:${owner}`
  const history = readHistory(await get(key))
  const id = documentIdSchema.safeParse(history?.present.id).data
  if (!history || !id) return undefined
  await local.keepHistory(id, ownSteps(history))
  const known = { name: '', isRenamed: false, revision: 0, isUnsaved: true }
  const isBareNow = isBare(ownSteps(history))
  await local.keep({ id, owner, ...known, isBare: isBareNow, changedAtMs: Date.now() })
  // Last, so that it is never in neither place.
  await del(key)
  return id
}
