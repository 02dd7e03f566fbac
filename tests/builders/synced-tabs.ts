import type { DocumentRecord } from '#domain/document/document.ts'
import { AppError } from '#domain/errors.ts'
import { type DocumentId, documentIdSchema } from '#domain/ids.ts'
import type { AccountDocuments, Content } from '../../src/documents/account-documents.ts'
import { DocumentSync } from '../../src/documents/document-sync.ts'
import {
  type KeptHistory,
  keptBases,
  type LocalDocuments,
  type LocalEntry,
} from '../../src/documents/local-documents.ts'
import { isSame } from '../../src/documents/same.ts'
import { type SentSave, withSent } from '../../src/documents/sent-saves.ts'
import type { DocumentHistory, SyncNews, TabNews } from '../../src/documents/sync-edges.ts'
import { type EditorDocument, emptyDocument } from '../../src/editor/document/document.ts'
import { record, startHistory, undo } from '../../src/editor/document/history.ts'
import { aDocument } from './document.ts'
import { ada, uuid } from './generation.ts'

/** Devices, tabs and an account in memory, with a clock of their own and a network that can be away. */

export const id = documentIdSchema.parse(uuid(700))
const base = { pictureId: uuid(100), key: 'originals/u/a.png', widthPx: 400, heightPx: 300 }
const bound = { maxBytes: 1e9, sizeOf: () => 1 }
export const opened: EditorDocument = { ...emptyDocument(id), base }

/** Timers that a test runs. */
export class Clock {
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
export async function settled(): Promise<void> {
  for (let round = 0; round < 60; round += 1) await Promise.resolve()
}

export class Account {
  readonly records = new Map<DocumentId, DocumentRecord>()
  readonly contents = new Map<string, Content & { readonly basedOn: number }>()
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
    const { revision: basedOn, history, saves } = copy
    const content = structuredClone({ basedOn, history, saves })
    const known = this.records.get(copy.id)
    const isAgain = known && isSame(this.contents.get(known.key), content)
    if (known && isAgain && known.name === copy.name) return known
    if ((known?.revision ?? 0) !== copy.revision) {
      if (!known) throw new AppError('NOT_FOUND', { key: 'documentUnknown' }, { field: 'id' })
      const { revision } = known
      throw new AppError('CONFLICT', { key: 'documentChanged', revision }, { field: 'revision' })
    }
    const revision = copy.revision + 1
    const key = `${copy.id}/${revision}`
    const next = { ...aDocument({ id: copy.id, name: copy.name, revision }), key }
    this.contents.set(key, content)
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
    return this.contents.get(this.records.get(asked)?.key ?? '')?.history.present
  }
}

export class Storage implements LocalDocuments {
  readonly device = `device ${Math.random()}`
  readonly kept = new Map<DocumentId, LocalEntry>()
  readonly histories = new Map<DocumentId, KeptHistory>()
  readonly bases = new Map<string, { readonly revision: number; readonly state: EditorDocument }>()
  readonly unanswered = new Map<DocumentId, readonly SentSave[]>()
  entries = async () => [...this.kept.values()]
  entry = async (asked: DocumentId) => this.kept.get(asked)
  keep = async (entry: LocalEntry) => void this.kept.set(entry.id, entry)
  history = async (asked: DocumentId) => this.histories.get(asked)
  keepHistory = async (asked: DocumentId, kept: KeptHistory) =>
    void this.histories.set(asked, structuredClone(kept))
  base = async (asked: DocumentId, revision: number) => {
    const found = this.bases.get(`${asked}:${revision % keptBases}`)
    return found?.revision === revision ? found.state : undefined
  }
  keepBase = async (asked: DocumentId, revision: number, state: EditorDocument) => {
    const kept = structuredClone({ revision, state })
    this.bases.set(`${asked}:${revision % keptBases}`, kept)
  }
  sent = async (asked: DocumentId) => this.unanswered.get(asked) ?? []
  noteSent = async (asked: DocumentId, next: SentSave) => {
    const sent = withSent(await this.sent(asked), structuredClone(next))
    this.unanswered.set(asked, sent)
  }
  remove = async (asked: DocumentId) => {
    for (const each of [this.kept, this.histories, this.unanswered]) each.delete(asked)
  }
}

/** A browser's tab. Tabs of one browser share their storage. */
export class Tab {
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
    let saves = 0
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
      device: storage.device,
      tell: (news) => {
        const sent: TabNews = { ...news, from: name, history: structuredClone(news.history) }
        for (const other of this.others) world.clock.later(() => other.sync.noteTab(sent), 5)
      },
      say: (what) => this.said.push(what),
      newId: () => {
        copies += 1
        return documentIdSchema.parse(uuid(copies))
      },
      newSave: () => {
        saves += 1
        return `${name} ${saves}`
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

  /** The page is killed, once other tabs heard what was done last; what is opened again knows only its device. */
  async dieAndOpenAgain(): Promise<Tab> {
    await this.world.clock.pass(130)
    this.die()
    const again = new Tab(this.world, this.storage)
    for (const other of this.others) {
      again.others.push(other)
      other.others.splice(other.others.indexOf(this), 1, again)
    }
    await again.sync.show(id)
    return again
  }

  /** From now on nothing of this tab happens, and nobody hears of it. */
  die(): void {
    this.sync.stop()
    this.isOnline = false
    const { devices } = this.world.account
    devices.splice(devices.indexOf(this), 1)
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
    return strokesIn(this.state)
  }
}

export const strokesIn = (state: EditorDocument | undefined): number[] =>
  (state?.strokes ?? []).map((stroke) => ('points' in stroke ? (stroke.points[0] ?? 0) : -1))

export const inOrder = (numbers: readonly number[]) => numbers.toSorted((one, other) => one - other)

export function world() {
  return { clock: new Clock(), account: new Account() }
}

/** Two devices with one document open, in which a stroke was painted. */
export async function twoDevices() {
  const at = world()
  const [one, other] = [new Tab(at), new Tab(at)]
  one.open()
  one.paint(1)
  await at.clock.pass(1_000)
  await other.sync.show(id)
  return { ...at, one, other }
}

/** The same in two tabs of one browser. */
export async function twoTabs() {
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
