/** Documents as this device has them: one record for each, so that one that cannot be read is the only one. */
import { del, get } from 'idb-keyval'
import * as z from 'zod'
import { type DocumentId, documentIdSchema, pictureIdSchema, type UserId } from '#domain/ids.ts'
import { openLocalStore } from '../backend/local-store.ts'
import type { EditorDocument } from '../editor/document/document.ts'
import { type History, startHistory } from '../editor/document/history.ts'
import { readHistory, storeHistory } from '../editor/store/stored-history.ts'
import { isBare, ownSteps } from './reconcile.ts'
import { type SentSave, savesSchema, withSent } from './sent-saves.ts'

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
  /** The saves that are in what the account has at `revision`. */
  saves: savesSchema,
  /** For the order of a list alone. */
  changedAtMs: z.number(),
})

/** What is known of a document without its content. */
export type LocalEntry = z.infer<typeof entrySchema>

/** What was done last, as a tab wrote it. */
export type KeptHistory = Fields & { readonly history: History<EditorDocument> }

const fieldsSchema = z.object({
  /** The revision of the account that it is based on: another tab may know a later one, and write the entry. */
  revision: z.int().optional().catch(undefined),
  /** Whose state it is, and the last state of each tab that is in it, by number. */
  tab: z.string().catch(''),
  seen: z.record(z.string(), z.int()).catch({}),
})
type Fields = z.infer<typeof fieldsSchema>

/** Tabs that are not in step are a few revisions apart. */
export const keptBases = 4

export interface LocalDocuments {
  entries(): Promise<readonly LocalEntry[]>
  entry(id: DocumentId): Promise<LocalEntry | undefined>
  keep(entry: LocalEntry): Promise<void>
  history(id: DocumentId): Promise<KeptHistory | undefined>
  keepHistory(id: DocumentId, kept: KeptHistory): Promise<void>
  /** What the account had at one of the last revisions. */
  base(id: DocumentId, revision: number): Promise<EditorDocument | undefined>
  keepBase(id: DocumentId, revision: number, base: EditorDocument): Promise<void>
  /** The saves that were sent last. */
  sent(id: DocumentId): Promise<readonly SentSave[]>
  /** Adds one to them, whatever other tabs add meanwhile. */
  noteSent(id: DocumentId, next: SentSave): Promise<void>
  remove(id: DocumentId): Promise<void>
}

/** The documents of one person on this device. */
export function openLocalDocuments(owner: UserId): LocalDocuments {
  const keyOf = (id: DocumentId) => `${owner}:${id}`
  const baseKeyOf = (id: DocumentId, revision: number) => `${keyOf(id)}:${revision % keptBases}`
  const [entries, histories, bases, sent] = stores()
  return {
    async entries() {
      const all = await entries.all()
      return all.map(([, entry]) => entry).filter((entry) => entry.owner === owner)
    },
    entry: (id) => entries.get(keyOf(id)),
    keep: (entry) => entries.set(keyOf(entry.id), entry),
    async history(id) {
      const stored = await histories.get(keyOf(id))
      const history = readHistory(stored)
      return history && { history, ...fieldsOf(stored) }
    },
    keepHistory: (id, { history, ...fields }) =>
      histories.set(keyOf(id), { ...storeHistory(history), ...fields }),
    async base(id, revision) {
      const stored = await bases.get(baseKeyOf(id, revision))
      return fieldsOf(stored).revision === revision ? readHistory(stored)?.present : undefined
    },
    keepBase: (id, revision, base) =>
      bases.set(baseKeyOf(id, revision), { ...storeHistory(startHistory(base)), revision }),
    sent: async (id) => readSent(await sent.get(keyOf(id))),
    noteSent: (id, { state, ...next }) =>
      sent.change(keyOf(id), (all = []) =>
        withSent(all, { ...next, state: storeHistory(startHistory(state)) }),
      ),
    async remove(id) {
      // The entry first: content without one is never shown.
      for (const store of [entries, histories, sent]) await store.remove(keyOf(id))
      for (let at = 0; at < keptBases; at += 1) await bases.remove(baseKeyOf(id, at))
    },
  }
}

function fieldsOf(stored: unknown): Fields {
  return fieldsSchema.catch({ tab: '', seen: {} }).parse(stored)
}

const sentSchema = z.object({
  save: z.string(),
  revision: z.int(),
  tab: z.string(),
  number: z.int(),
  seen: z.record(z.string(), z.int()),
  state: z.unknown(),
})

function readSent(stored: readonly z.infer<typeof sentSchema>[] = []): readonly SentSave[] {
  return stored.flatMap(({ state, ...rest }) => {
    const read = readHistory(state)?.present
    return read ? [{ ...rest, state: read }] : []
  })
}

function openStores() {
  return [
    openLocalStore('repaint-documents', entrySchema),
    openLocalStore('repaint-document-histories', z.unknown()),
    openLocalStore('repaint-document-bases', z.unknown()),
    openLocalStore('repaint-document-saves', z.array(sentSchema).readonly()),
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
  await local.keepHistory(id, { history: ownSteps(history), revision: 0, tab: '', seen: {} })
  const known = { name: '', isRenamed: false, revision: 0, saves: {}, isUnsaved: true }
  const isBareNow = isBare(ownSteps(history))
  await local.keep({ id, owner, ...known, isBare: isBareNow, changedAtMs: Date.now() })
  // Last, so that it is never in neither place.
  await del(key)
  return id
}
