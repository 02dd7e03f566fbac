import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DocumentRecord } from '#domain/document/document.ts'
import { AppError } from '#domain/errors.ts'
import { type DocumentId, documentIdSchema } from '#domain/ids.ts'
import { aDocument } from '../../tests/builders/document.ts'
import { ada, uuid } from '../../tests/builders/generation.ts'
import { type EditorDocument, emptyDocument } from '../editor/document/document.ts'
import { record, startHistory, undo } from '../editor/document/history.ts'
import type { AccountDocuments } from './account-documents.ts'
import { DocumentSync } from './document-sync.ts'
import type { LocalDocuments, LocalEntry } from './local-documents.ts'
import { isSame } from './same.ts'
import type { DocumentHistory, SyncNews, TabNews } from './sync-edges.ts'

/** Devices, tabs and an account in memory, with a clock of their own and a network that can be away. */

const id = documentIdSchema.parse(uuid(700))
const base = { pictureId: uuid(100), key: 'originals/u/a.png', widthPx: 400, heightPx: 300 }
const bound = { maxBytes: 1e9, sizeOf: () => 1 }
const opened: EditorDocument = { ...emptyDocument(id), base }

/** Timers that a test runs. */
class Clock {
  nowMs = 0
  private readonly due: { atMs: number; step: () => void }[] = []

  later(step: () => void, delayMs: number): () => void {
    const timer = { atMs: this.nowMs + delayMs, step }
    this.due.push(timer)
    return () => {
      const at = this.due.indexOf(timer)
      if (at >= 0) this.due.splice(at, 1)
    }
  }

  /** Lets so much time pass, with all that happens in it. */
  async pass(ms: number): Promise<void> {
    const until = this.nowMs + ms
    for (;;) {
      await settled()
      const next = this.due.toSorted((one, other) => one.atMs - other.atMs)[0]
      if (!next || next.atMs > until) break
      this.due.splice(this.due.indexOf(next), 1)
      this.nowMs = Math.max(this.nowMs, next.atMs)
      next.step()
    }
    this.nowMs = until
  }
}

/** Promises that wait for nothing else are done after some rounds. */
async function settled(): Promise<void> {
  for (let round = 0; round < 60; round += 1) await Promise.resolve()
}

class Account {
  readonly records = new Map<DocumentId, DocumentRecord>()
  readonly contents = new Map<string, DocumentHistory>()
  readonly devices: { sync: DocumentSync; isOnline: boolean }[] = []
  saves = 0
  /** Answers of saves that are lost on their way. */
  loses = 0

  edges(device: { isOnline: boolean }): AccountDocuments {
    const reach = () => {
      if (!device.isOnline) throw new AppError('OFFLINE', { key: 'unreachable' })
    }
    return {
      save: async (copy) => {
        await Promise.resolve()
        reach()
        const saved = this.save(copy)
        if (this.loses > 0) {
          this.loses -= 1
          throw new AppError('OFFLINE', { key: 'unreachable' })
        }
        return saved
      },
      record: async (asked) => {
        await Promise.resolve()
        reach()
        return this.records.get(asked)
      },
      load: async ({ key }) => {
        await Promise.resolve()
        reach()
        return this.contents.get(key)
      },
    }
  }

  private save(copy: Parameters<AccountDocuments['save']>[0]): DocumentRecord {
    this.saves += 1
    const known = this.records.get(copy.id)
    const content = known && this.contents.get(known.key)
    if (known && isSame(content, copy.history) && known.name === copy.name) return known
    if ((known?.revision ?? 0) !== copy.revision) {
      if (!known) throw new AppError('NOT_FOUND', { key: 'documentUnknown' }, { field: 'id' })
      const { revision } = known
      throw new AppError('CONFLICT', { key: 'documentChanged', revision }, { field: 'revision' })
    }
    const revision = copy.revision + 1
    const key = `${copy.id}/${revision}`
    const next = { ...aDocument({ id: copy.id, name: copy.name, revision }), key }
    this.contents.set(key, structuredClone(copy.history))
    if (known) this.contents.delete(known.key)
    this.records.set(copy.id, next)
    this.tell(next)
    return next
  }

  private tell(next: DocumentRecord): void {
    for (const { sync, isOnline } of this.devices) if (isOnline) sync.noteRecords([next])
  }

  removeForGood(gone: DocumentId): void {
    this.records.delete(gone)
  }

  stateOf(asked: DocumentId): EditorDocument | undefined {
    return this.contents.get(this.records.get(asked)?.key ?? '')?.present
  }
}

class Storage implements LocalDocuments {
  readonly kept = new Map<DocumentId, LocalEntry>()
  readonly histories = new Map<DocumentId, DocumentHistory>()
  readonly bases = new Map<DocumentId, EditorDocument>()
  entries = async () => [...this.kept.values()]
  entry = async (asked: DocumentId) => this.kept.get(asked)
  keep = async (entry: LocalEntry) => void this.kept.set(entry.id, entry)
  history = async (asked: DocumentId) => this.histories.get(asked)
  keepHistory = async (asked: DocumentId, history: DocumentHistory) =>
    void this.histories.set(asked, structuredClone(history))
  base = async (asked: DocumentId) => this.bases.get(asked)
  keepBase = async (asked: DocumentId, state: EditorDocument) =>
    void this.bases.set(asked, structuredClone(state))
  remove = async (asked: DocumentId) => {
    for (const each of [this.kept, this.histories, this.bases]) each.delete(asked)
  }
}

/** A browser's tab. Tabs of one browser share their storage. */
class Tab {
  history: DocumentHistory = startHistory(emptyDocument(uuid(999)))
  isOnline = true
  readonly said: SyncNews[] = []
  readonly sync: DocumentSync

  readonly world: { readonly clock: Clock; readonly account: Account }
  readonly storage: Storage
  readonly others: Tab[] = []

  constructor(world: { clock: Clock; account: Account }, storage = new Storage()) {
    this.world = world
    this.storage = storage
    const name = `tab ${Math.random()}`
    let copies = 800
    this.sync = new DocumentSync({
      owner: ada,
      local: storage,
      account: world.account.edges(this),
      editor: {
        history: () => this.history,
        replace: (history) => {
          this.history = history
          this.sync.noteEdit()
        },
      },
      thumbnail: async () => undefined,
      tab: name,
      tell: (news) => {
        const sent: TabNews = { ...news, from: name, history: structuredClone(news.history) }
        for (const other of this.others) world.clock.later(() => other.sync.noteTab(sent), 5)
      },
      say: (what) => this.said.push(what),
      newId: () => {
        copies += 1
        return documentIdSchema.parse(uuid(copies))
      },
      now: () => world.clock.nowMs,
      later: (step, delayMs) => world.clock.later(step, delayMs),
    })
    world.account.devices.push(this)
  }

  get state(): EditorDocument {
    return this.history.present
  }

  open(): void {
    this.history = startHistory(opened)
    this.sync.noteEdit()
  }

  /** The network is back: what was missed is read, and what waits is saved. */
  async comeBack(): Promise<void> {
    this.isOnline = true
    this.sync.noteRecords([...this.world.account.records.values()])
    await this.sync.flush()
  }

  do(change: (state: EditorDocument) => EditorDocument): void {
    this.history = record(this.history, change(this.state), bound)
    this.sync.noteEdit()
  }

  paint(x: number): void {
    const stroke = { kind: 'PAINT' as const, radiusPx: 5, points: [x, 10] }
    this.do((state) => ({ ...state, strokes: [...state.strokes, stroke] }))
  }

  undo(): void {
    this.history = undo(this.history)
    this.sync.noteEdit()
  }

  get painted(): number[] {
    return this.state.strokes.map((stroke) => ('points' in stroke ? (stroke.points[0] ?? 0) : -1))
  }
}

const inOrder = (numbers: readonly number[]) => numbers.toSorted((one, other) => one - other)

function world() {
  return { clock: new Clock(), account: new Account() }
}

/** Two devices with one document open, in which a stroke was painted. */
async function twoDevices() {
  const at = world()
  const [one, other] = [new Tab(at), new Tab(at)]
  one.open()
  one.paint(1)
  await at.clock.pass(1_000)
  await other.sync.show(id)
  return { ...at, one, other }
}

/** The same in two tabs of one browser. */
async function twoTabs() {
  const at = world()
  const one = new Tab(at)
  const other = new Tab(at, one.storage)
  one.others.push(other)
  other.others.push(one)
  one.open()
  one.paint(1)
  await at.clock.pass(1_000)
  await other.sync.show(id)
  return { ...at, one, other }
}

test('a change is on the device at once and in the account within two seconds, however long it goes on', async () => {
  const { clock, account } = world()
  const tab = new Tab({ clock, account })
  tab.open()
  tab.paint(0)
  await settled()
  expect(tab.storage.histories.get(id)?.present.strokes).toHaveLength(1)
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
  storage.keepHistory = (asked, history) => isFree.then(() => keep(asked, history))
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
  expect(other.said).toEqual([{ kind: 'COPIED' }])
  const [copy] = [...account.records.values()].filter((each) => each.id !== id)
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

describe('whatever two devices and a tab do', () => {
  const step = fc.record({
    who: fc.nat(2),
    what: fc.constantFrom('paint', 'undo', 'away', 'back', 'lose'),
    waitMs: fc.constantFrom(0, 5, 50, 130, 400, 600, 2_000),
  })

  test('all end with the same, which the account has, and no stroke is missing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { clock, account, one, other: tab } = await twoTabs()
        const device = new Tab({ clock, account })
        await device.sync.show(id)
        const all = [one, tab, device]
        const wanted = new Set([1])
        let x = 10
        for (const { who, what, waitMs } of steps) {
          const actor = all[who] ?? one
          if (what === 'paint') {
            x += 1
            wanted.add(x)
            actor.paint(x)
          } else if (what === 'undo') {
            const last = actor.painted.at(-1)
            const before = new Set(actor.painted)
            actor.undo()
            if (last !== undefined) {
              for (const each of before) if (!actor.painted.includes(each)) wanted.delete(each)
            }
          } else if (what === 'away') actor.isOnline = false
          else if (what === 'back') void actor.comeBack()
          else account.loses = 1
          await clock.pass(waitMs)
        }
        for (const each of all) await each.comeBack()
        await clock.pass(200_000)
        for (const each of all) expect(each.state).toEqual(one.state)
        expect(account.stateOf(id)).toEqual(one.state)
        expect([...wanted].filter((each) => !one.painted.includes(each))).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})
