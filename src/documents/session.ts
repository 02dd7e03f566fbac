/** The documents of whoever is signed in: what is open is in the address, and everywhere in step. */
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { type DocumentId, documentIdSchema, type GenerationId, type UserId } from '#domain/ids.ts'
import { toAppError } from '../backend/errors.ts'
import { known, watchRecords } from '../backend/records-cache.ts'
import { type EditorStore, editorStore } from '../editor/store/editor-store.ts'
import { keepView, restoreView } from '../editor/store/kept-view.ts'
import { savedBy } from '../editor/store/when-saved.ts'
import { t } from '../i18n/language.ts'
import { showToast } from '../ui/toasts.tsx'
import { openAccountDocuments } from './account-documents.ts'
import { documentIn, nameInAddress } from './address.ts'
import { DocumentSync } from './document-sync.ts'
import {
  type LocalDocuments,
  type LocalEntry,
  openLocalDocuments,
  takeEarlier,
} from './local-documents.ts'
import { isBegun } from './reconcile.ts'
import { sayNews } from './say-news.ts'
import { keepStrokesInHand, recoverStroke } from './stroke-in-hand.ts'
import { openTabChannel } from './tab-channel.ts'
import { thumbnailOf } from './thumbnail.ts'
import { usesOf } from './uses.ts'

type State = {
  /** What this device knows, by id. */
  readonly entries: Readonly<Record<string, LocalEntry>>
}

const documentStore = createStore<State>(() => ({ entries: {} }))

/** The documents on this device. */
export function useLocalEntries(): Readonly<Record<string, LocalEntry>> {
  return useStore(documentStore, ({ entries }) => entries)
}

let session: { readonly sync: DocumentSync; readonly local: LocalDocuments } | undefined

/** What is done with documents; only while somebody is signed in. @throws Error else */
export function documents(): { readonly sync: DocumentSync; readonly local: LocalDocuments } {
  if (!session) throw new Error('Nobody is signed in.')
  return session
}

/**
 * Brings the document back that the address names, or the one that was open last on this device, and
 * keeps documents in step from then on.
 * @returns how to stop, and when the document is in the editor
 */
export function startDocuments(
  owner: UserId,
  store: EditorStore = editorStore,
): { readonly ready: Promise<void>; readonly stop: () => void } {
  const local = observed(openLocalDocuments(owner))
  const channel = openTabChannel(owner, (news) => sync.noteTab(news))
  const sync = new DocumentSync({
    owner,
    local,
    account: openAccountDocuments(owner),
    editor: editorOf(store),
    thumbnail: () => thumbnailOf(store.getState()),
    tab: channel.name,
    device: deviceName(),
    tell: (news) => channel.tell(news),
    say: (news) => sayNews(news, (id) => void openDocument(id)),
    newId: () => documentIdSchema.parse(crypto.randomUUID()),
    newSave: () => crypto.randomUUID(),
    now: Date.now,
    later(step, delayMs) {
      const timer = setTimeout(step, delayMs)
      return () => clearTimeout(timer)
    },
  })
  session = { sync, local }
  let stopFollowing: (() => void) | undefined
  let isStopped = false
  const ready = bringBack(owner, { local, sync }).finally(() => {
    restoreView(store)
    if (!isStopped) stopFollowing = follow(owner, { store, sync })
  })
  return {
    ready,
    stop() {
      isStopped = true
      stopFollowing?.()
      sync.stop()
      channel.close()
      documentStore.setState({ entries: {} })
      session = undefined
    },
  }
}

/** Whether a document on this device names a job. */
export async function isJobNamed(id: GenerationId): Promise<boolean> {
  const { local } = documents()
  for (const entry of await local.entries()) {
    const kept = await local.history(entry.id)
    if (kept && usesOf(kept.history).generationIds.includes(id)) return true
  }
  return false
}

/** Brings a document into the editor, and says so when it is not there any more. */
export async function openDocument(id: DocumentId): Promise<void> {
  try {
    if (await documents().sync.show(id)) return
    showToast({ id: 'document', text: t.documents.notThere, tone: 'danger' })
  } catch (error) {
    const text = t.documents.notOpened(t.errors[toAppError(error).code])
    showToast({ id: 'document', text, tone: 'danger' })
  }
}

function editorOf(store: EditorStore) {
  return {
    history: () => store.getState().document,
    replace(document: ReturnType<EditorStore['getState']>['document']) {
      const isOther = store.getState().document.present.id !== document.present.id
      // The view of the document that somebody looks at stays as it is.
      if (isOther) store.getState().actions.loadHistory(document)
      else store.setState({ document })
    },
  }
}

/** What this browser is called in the contents of documents; it says nothing of who or what it is. */
function deviceName(): string {
  const key = 'repaint.device'
  const name = localStorage.getItem(key) ?? crypto.randomUUID()
  localStorage.setItem(key, name)
  return name
}

/** Where this device notes which document is open, for a start without an address. */
const lastKey = (owner: UserId) => `repaint.document.${owner}`

async function bringBack(
  owner: UserId,
  { local, sync }: { local: LocalDocuments; sync: DocumentSync },
): Promise<void> {
  const earlier = await takeEarlier(owner, local).catch(() => undefined)
  const entries = await local.entries().catch(() => [])
  documentStore.setState({ entries: Object.fromEntries(entries.map((each) => [each.id, each])) })
  const last = documentIdSchema.safeParse(localStorage.getItem(lastKey(owner))).data
  const named = documentIn(location.hash)
  if (named) return openDocument(named)
  const id = earlier ?? last
  if (id !== undefined) await sync.show(id)
}

/** From now on the editor, the address, the account and the other tabs hear of each other. */
function follow(
  owner: UserId,
  { store, sync }: { store: EditorStore; sync: DocumentSync },
): () => void {
  const note = (how: 'PUSH' | 'REPLACE') => {
    const { present } = store.getState().document
    const id = isBegun(present) ? documentIdSchema.safeParse(present.id).data : undefined
    nameInAddress(id, how)
    if (id === undefined) localStorage.removeItem(lastKey(owner))
    else localStorage.setItem(lastKey(owner), id)
  }
  const recover = () => void recoverStroke(owner, store).catch(() => undefined)
  const handleAddress = () => {
    const id = documentIn(location.hash)
    if (id === store.getState().document.present.id) return
    if (id !== undefined) void openDocument(id)
    else if (isBegun(store.getState().document.present)) store.getState().actions.closePicture()
  }
  const handleHide = () => {
    if (document.visibilityState === 'hidden') void sync.flush()
  }
  const handleFlush = () => void sync.flush()
  const stops = [
    savedBy(() => sync.whenWritten()),
    keepStrokesInHand(owner, store),
    keepView(store),
    store.subscribe((state, before) => {
      if (state.document === before.document) return
      sync.noteEdit()
      if (state.document.present.id === before.document.present.id) return
      note('PUSH')
      recover()
    }),
    watchRecords('documents', ({ byId, removed }) => {
      sync.noteRecords(Object.values(byId))
      forget(Object.keys(removed), store)
    }),
    listen(window, 'popstate', handleAddress),
    listen(window, 'pagehide', handleFlush),
    listen(window, 'online', handleFlush),
    listen(document, 'visibilitychange', handleHide),
  ]
  note('REPLACE')
  recover()
  sync.noteRecords(Object.values(known('documents').byId))
  handleFlush()
  return () => {
    for (const stop of stops) stop()
  }
}

function listen(target: EventTarget, name: string, handle: () => void): () => void {
  target.addEventListener(name, handle)
  return () => target.removeEventListener(name, handle)
}

/** What was removed for good goes from this device too, unless somebody works on it here. */
function forget(ids: readonly string[], store: EditorStore): void {
  const { entries } = documentStore.getState()
  const openId = store.getState().document.present.id
  for (const id of ids) {
    const entry = entries[id]
    if (entry && !entry.isUnsaved && id !== openId) void session?.local.remove(entry.id)
  }
}

/** What is written is shown. */
function observed(local: LocalDocuments): LocalDocuments {
  return {
    ...local,
    async keep(entry) {
      documentStore.setState(({ entries }) => ({ entries: { ...entries, [entry.id]: entry } }))
      await local.keep(entry)
    },
    async remove(id) {
      documentStore.setState(({ entries: { [id]: _gone, ...entries } }) => ({ entries }))
      await local.remove(id)
    },
  }
}
