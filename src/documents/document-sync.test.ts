import { describe, expect, test } from 'vitest'
import { documentIdSchema } from '#domain/ids.ts'
import { uuid } from '../../tests/builders/generation.ts'
import {
  type Account,
  id,
  inOrder,
  opened,
  Storage,
  settled,
  strokesIn,
  Tab,
  twoDevices,
  twoTabs,
  world,
} from '../../tests/builders/synced-tabs.ts'
import { type EditorDocument, emptyDocument } from '../editor/document/document.ts'
import { startHistory } from '../editor/document/history.ts'

test('a change is on the device at once and in the account within two seconds, however long it goes on', async () => {
  const { clock, account } = world()
  const tab = new Tab({ clock, account })
  tab.open()
  tab.paint(0)
  await settled()
  expect(tab.storage.histories.get(id)?.history.present.strokes).toHaveLength(1)
  for (let x = 1; x <= 30; x += 1) {
    tab.paint(x)
    await clock.pass(100)
    const late = x - (account.stateOf(id)?.strokes.length ?? 0)
    // 1.5 s are 15 strokes.
    expect(late).toBeLessThanOrEqual(16)
  }
  await clock.pass(1_000)
  expect(account.stateOf(id)).toEqual(tab.state)
  expect(tab.storage.kept.get(id)?.isUnsaved).toBe(false)
})

test('the account never has what this device has not written yet', async () => {
  const { clock, account } = world()
  const storage = new Storage()
  let write = () => undefined as void
  const isFree = new Promise<void>((resolve) => {
    write = resolve
  })
  const keep = storage.keepHistory
  storage.keepHistory = (...of) => isFree.then(() => keep(...of))
  const tab = new Tab({ clock, account }, storage)
  tab.open()
  tab.paint(0)
  await clock.pass(5_000)
  expect(account.saves).toBe(0)
  write()
  await clock.pass(2_000)
  expect(account.stateOf(id)).toEqual(tab.state)
})

test('to open a picture is no document yet; what is left like that is not kept', async () => {
  const { clock, account } = world()
  const tab = new Tab({ clock, account })
  tab.open()
  await clock.pass(5_000)
  expect([account.saves, tab.storage.kept.get(id)?.isBare]).toEqual([0, true])
  tab.history = startHistory(emptyDocument(uuid(998)))
  tab.sync.noteEdit()
  await clock.pass(100)
  expect(tab.storage.kept.size).toBe(0)
})

test('another picture in the editor is another document, and the last stroke of the one before is in it', async () => {
  const { clock, account } = world()
  const tab = new Tab({ clock, account })
  tab.open()
  for (const x of [1, 2, 3]) tab.paint(x)
  tab.do(() => ({ ...opened, id: uuid(701) }))
  tab.paint(9)
  await clock.pass(3_000)
  expect(account.stateOf(id)?.strokes).toHaveLength(3)
  expect(account.stateOf(documentIdSchema.parse(uuid(701)))?.strokes).toHaveLength(1)
  tab.undo()
  tab.undo()
  expect(tab.state.id).toBe(id)
  tab.paint(4)
  await clock.pass(3_000)
  expect(account.stateOf(id)).toEqual(tab.state)
  expect(account.records.get(id)?.revision).toBe(2)
})

test('undo that leads back to a document has what another device did in it meanwhile', async () => {
  const { clock, account, one, other } = await twoDevices()
  one.isOnline = false
  other.paint(2)
  await clock.pass(1_000)
  one.paint(3)
  one.do(() => ({ ...opened, id: uuid(701) }))
  one.isOnline = true
  await clock.pass(10_000)
  expect(inOrder(strokesIn(account.stateOf(id)))).toEqual([1, 2, 3])
  one.undo()
  await clock.pass(10_000)
  for (const each of [one, other]) expect(inOrder(each.painted)).toEqual([1, 2, 3])
})

test('another device sees a change as soon as it is saved, with its steps to undo', async () => {
  const { clock, one, other } = await twoDevices()
  expect(other.painted).toEqual([1])
  one.paint(2)
  await clock.pass(500)
  expect(other.painted).toEqual([1, 2])
  other.undo()
  await clock.pass(500)
  expect(one.painted).toEqual([1])
})

test('another tab sees a change before it is saved, and saves it when the first is gone', async () => {
  const { clock, account, one, other } = await twoTabs()
  const { saves } = account
  one.paint(2)
  await clock.pass(200)
  expect([other.painted, account.saves]).toEqual([[1, 2], saves])
  one.sync.stop()
  await clock.pass(7_000)
  expect(account.stateOf(id)).toEqual(other.state)
})

test('a tab that opens a document before its first save goes on with the same document', async () => {
  const { clock, account } = world()
  const one = new Tab({ clock, account })
  const other = new Tab({ clock, account }, one.storage)
  one.others.push(other)
  other.others.push(one)
  one.isOnline = false
  other.isOnline = false
  one.open()
  one.paint(1)
  await clock.pass(200)
  await other.sync.show(id)
  other.paint(2)
  await one.comeBack()
  await other.comeBack()
  await clock.pass(10_000)
  expect([one.painted, other.painted, account.stateOf(id)?.strokes.length]).toEqual([
    [1, 2],
    [1, 2],
    2,
  ])
  expect([account.records.size, one.said, other.said]).toEqual([1, [], []])
})

test('two tabs save a change once', async () => {
  const { clock, account, one } = await twoTabs()
  const { saves } = account
  one.paint(2)
  await clock.pass(20_000)
  expect(account.saves).toBe(saves + 1)
})

test('what was done offline on two devices is all there afterwards, on both', async () => {
  const { clock, account, one, other } = await twoDevices()
  one.isOnline = false
  other.isOnline = false
  one.paint(2)
  other.paint(3)
  other.paint(4)
  await clock.pass(10_000)
  await one.comeBack()
  await other.comeBack()
  await clock.pass(5_000)
  expect(inOrder(one.painted)).toEqual([1, 2, 3, 4])
  expect(other.state).toEqual(one.state)
  expect(account.stateOf(id)).toEqual(one.state)
  // What was done here can be undone here, and takes nothing of the other device with it.
  other.undo()
  expect(inOrder(other.painted)).toEqual([1, 2, 3])
})

test('an answer that is lost is asked for again, and nothing is there twice', async () => {
  const { clock, account, one } = await twoDevices()
  account.loses = 1
  one.paint(2)
  await clock.pass(20_000)
  expect(account.stateOf(id)).toEqual(one.state)
  expect(account.records.get(id)?.revision).toBe(2)
  expect(one.said).toEqual([])
})

describe('what was undone after a save whose answer was lost does not come back', () => {
  /** Neither the answer of the next save nor the news of it arrives. */
  const loseNext = (account: Account, tab: Tab) => {
    account.loses = 1
    account.devices.splice(account.devices.indexOf(tab), 1)
  }
  const end = (account: Account, tab: Tab) => [tab.painted, strokesIn(account.stateOf(id))]

  test('in the page that saved it', async () => {
    const { clock, account, one } = await twoDevices()
    loseNext(account, one)
    one.paint(2)
    await clock.pass(1_000)
    one.undo()
    await clock.pass(20_000)
    expect(end(account, one)).toEqual([[1], [1]])
  })

  test('when that is undone while another device goes on from it', async () => {
    const { clock, account, one, other } = await twoDevices()
    loseNext(account, one)
    one.paint(2)
    await clock.pass(500)
    one.isOnline = false
    other.paint(3)
    await clock.pass(1_000)
    expect(strokesIn(account.stateOf(id))).toEqual([1, 2, 3])
    one.undo()
    await clock.pass(1_000)
    await one.comeBack()
    await clock.pass(20_000)
    expect(end(account, one)).toEqual([
      [1, 3],
      [1, 3],
    ])
  })

  test('when the other device undoes it too', async () => {
    const { clock, account, one, other } = await twoDevices()
    loseNext(account, one)
    one.paint(2)
    await clock.pass(500)
    one.isOnline = false
    other.undo()
    await clock.pass(1_000)
    one.paint(4)
    await clock.pass(1_000)
    await one.comeBack()
    await clock.pass(20_000)
    expect(end(account, one)).toEqual([
      [1, 4],
      [1, 4],
    ])
  })

  test('in a page that is opened after the other one was killed', async () => {
    const { clock, account, one } = await twoDevices()
    loseNext(account, one)
    one.paint(2)
    await clock.pass(450)
    one.undo()
    const again = await one.dieAndOpenAgain()
    await clock.pass(20_000)
    expect(end(account, again)).toEqual([[1], [1]])
  })

  test('in a second tab, whichever of them undoes it', async () => {
    for (const who of [0, 1]) {
      const { clock, account, one, other } = await twoTabs()
      loseNext(account, one)
      one.paint(2)
      await clock.pass(1_000)
      const undoing = [one, other][who]
      undoing?.undo()
      await clock.pass(20_000)
      expect(end(account, one)).toEqual([[1], [1]])
      expect(other.painted).toEqual([1])
    }
  })
})

test('what both changed differently is a document of its own, and is said', async () => {
  const { clock, account, one, other } = await twoDevices()
  const framed = (leftPx: number) => (state: EditorDocument) => ({
    ...state,
    frame: { ...state.frame, leftPx },
  })
  other.isOnline = false
  one.do(framed(10))
  await clock.pass(1_000)
  other.do(framed(20))
  other.isOnline = true
  await clock.pass(5_000)
  expect(other.state).toEqual(one.state)
  const [copy] = [...account.records.values()].filter((each) => each.id !== id)
  const isMine = account.stateOf(copy?.id ?? id)?.frame.leftPx === 20
  const side = isMine ? 'MINE' : 'THEIRS'
  expect(other.said).toEqual([{ kind: 'COPIED', side, as: copy?.id }])
  const frames = [one.state, account.stateOf(copy?.id ?? id)].map((state) => state?.frame.leftPx)
  expect(inOrder(frames.map(Number))).toEqual([10, 20])
})

test('a document that was removed for good goes on where somebody works on it', async () => {
  const { clock, account, one } = await twoDevices()
  account.removeForGood(id)
  one.paint(2)
  await clock.pass(3_000)
  expect(account.stateOf(id)).toEqual(one.state)
})

test('a page that was killed while offline has all of it when it is opened again', async () => {
  const { clock, account, one } = await twoDevices()
  one.isOnline = false
  one.paint(2)
  await settled()
  one.sync.stop()
  const again = new Tab({ clock, account }, one.storage)
  await again.sync.show(id)
  expect(again.painted).toEqual([1, 2])
  await clock.pass(3_000)
  expect(account.stateOf(id)).toEqual(again.state)
})

test('a name that was given on one device and a stroke of another are both saved', async () => {
  const { clock, account, one, other } = await twoDevices()
  other.isOnline = false
  other.paint(2)
  await one.sync.rename(id, 'Harbour at night')
  other.isOnline = true
  await clock.pass(5_000)
  expect(account.records.get(id)?.name).toBe('Harbour at night')
  expect(account.stateOf(id)?.strokes).toHaveLength(2)
})
