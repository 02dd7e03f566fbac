import { get, set } from 'idb-keyval'
import { expect, test, vi } from 'vitest'
import { createEditorStore } from './editor-store.ts'
import { restore, startPersisting } from './persist.ts'

const base = { pictureId: 'p', key: 'originals/u/a.png', widthPx: 400, heightPx: 300 }
const stroke = { kind: 'PAINT' as const, radiusPx: 5, points: [10, 10] }

test('what was done comes back in a new editor, with its undo steps', async () => {
  const before = createEditorStore()
  const stop = startPersisting(before, 'user-a')
  before.getState().actions.openPicture(base)
  before.getState().actions.commitStroke(stroke)
  before.getState().actions.clearMask()
  before.getState().actions.setWords('INPAINT', { prompt: 'a tree' })
  const { document } = before.getState()
  stop()
  const after = createEditorStore()
  await vi.waitFor(async () => {
    expect(await restore('user-a', after)).toEqual(document.present)
  })
  expect(after.getState().document).toEqual(document)
})

test('changes during a write are saved after it', async () => {
  const store = createEditorStore()
  const stop = startPersisting(store, 'user-b')
  store.getState().actions.openPicture(base)
  for (let index = 0; index < 50; index += 1) store.getState().actions.commitStroke(stroke)
  const after = createEditorStore()
  await vi.waitFor(async () => expect((await restore('user-b', after))?.strokes).toHaveLength(50))
  stop()
})

test('one user’s work is not another’s', async () => {
  expect(await restore('user-c', createEditorStore())).toBeUndefined()
})

test('storage that holds something else leaves the editor as it was', async () => {
  await set('editor:user-d', { steps: 'none' })
  const store = createEditorStore()
  const { document } = store.getState()
  expect(await restore('user-d', store)).toBeUndefined()
  expect(store.getState().document).toBe(document)
  expect(await get('editor:user-d')).toEqual({ steps: 'none' })
})
