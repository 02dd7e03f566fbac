import { createStore, set } from 'idb-keyval'
import { expect, test, vi } from 'vitest'
import { documentIdSchema, userIdSchema } from '#domain/ids.ts'
import { startHistory } from '../editor/document/history.ts'
import { createEditorStore } from '../editor/store/editor-store.ts'
import { storeHistory } from '../editor/store/stored-history.ts'
import { openLocalDocuments, takeEarlier } from './local-documents.ts'
import { ownSteps } from './reconcile.ts'
import type { TabNews } from './sync-edges.ts'
import { openTabChannel } from './tab-channel.ts'

const base = { pictureId: 'p', key: 'originals/u/a.png', widthPx: 400, heightPx: 300 }
const stroke = { kind: 'PAINT' as const, radiusPx: 5, points: [10, 10] }
const person = () => userIdSchema.parse(crypto.randomUUID())
const keptOf = (history: ReturnType<typeof worked>) => ({
  history,
  revision: 1,
  tab: 'one',
  seen: { one: 3, other: 2 },
})
const newId = () => documentIdSchema.parse(crypto.randomUUID())
const known = { name: 'Lake', isRenamed: false, isBare: false, rootPictureId: undefined, saves: {} }

/** A document with two strokes, of which one is undone, and with words. */
function worked() {
  const store = createEditorStore()
  const { actions } = store.getState()
  actions.openPicture(base)
  actions.commitStroke(stroke)
  actions.commitStroke(stroke)
  actions.undo()
  actions.setWords('INPAINT', { prompt: 'a tree' })
  return store.getState().document
}

test('what was done comes back with its steps to undo and to redo', async () => {
  const owner = person()
  const history = worked()
  const id = documentIdSchema.parse(history.present.id)
  await openLocalDocuments(owner).keepHistory(id, keptOf(history))
  expect(await openLocalDocuments(owner).history(id)).toEqual(keptOf(history))
})

test('one person’s documents are not another’s', async () => {
  const [ada, bob] = [person(), person()]
  const entry = { id: newId(), owner: ada, ...known, revision: 1, isUnsaved: true, changedAtMs: 1 }
  await openLocalDocuments(ada).keep(entry)
  await openLocalDocuments(ada).keepHistory(entry.id, keptOf(worked()))
  expect(await openLocalDocuments(ada).entries()).toEqual([entry])
  expect(await openLocalDocuments(bob).entries()).toEqual([])
  expect(await openLocalDocuments(bob).history(entry.id)).toBeUndefined()
})

test('a document that cannot be read is the only one', async () => {
  const owner = person()
  const local = openLocalDocuments(owner)
  const [good, bad] = [newId(), newId()]
  for (const id of [good, bad]) {
    await local.keep({ id, owner, ...known, revision: 1, isUnsaved: false, changedAtMs: 1 })
  }
  await local.keepHistory(good, keptOf(worked()))
  const store = createStore('repaint-document-histories', 'entries')
  await set(`${owner}:${bad}`, { steps: 'none' }, store)
  expect(await local.history(bad)).toBeUndefined()
  expect((await local.history(good))?.history.present.strokes).toHaveLength(1)
  expect(await local.entries()).toHaveLength(2)
})

test('the one document of the time before is taken over once', async () => {
  const owner = person()
  const history = worked()
  await set(`editor:${owner}`, storeHistory(history))
  const local = openLocalDocuments(owner)
  const id = await takeEarlier(owner, local)
  expect(id).toBe(history.present.id)
  expect(await local.entries()).toEqual([
    expect.objectContaining({ id, revision: 0, isUnsaved: true, isBare: false }),
  ])
  expect((await local.history(documentIdSchema.parse(id)))?.history).toEqual(ownSteps(history))
  expect(await takeEarlier(owner, local)).toBeUndefined()
})

test('storage that holds something else is left as it is', async () => {
  const owner = person()
  await set(`editor:${owner}`, { steps: 'none' })
  expect(await takeEarlier(owner, openLocalDocuments(owner))).toBeUndefined()
})

test('a tab hears what another one did, and not what somebody else does', async () => {
  const [ada, bob] = [person(), person()]
  const heard: TabNews[] = []
  const strange: TabNews[] = []
  const [one, other, another] = [
    openTabChannel(ada, () => undefined),
    openTabChannel(ada, (news) => heard.push(news)),
    openTabChannel(bob, (news) => strange.push(news)),
  ]
  const history = worked()
  const news = {
    id: newId(),
    revision: 2,
    kind: 'EDITED' as const,
    number: 1,
    seen: { x: 3 },
    saves: { y: 'z' },
  }
  one.tell({ ...news, base: startHistory(history.present).present, history })
  await vi.waitFor(() => expect(heard).toHaveLength(1))
  expect(heard).toEqual([{ ...news, from: one.name, base: history.present, history }])
  expect(strange).toEqual([])
  for (const channel of [one, other, another]) channel.close()
})
