/** What this device has of documents, and what it notes before it sends one to the account. */
import type { DocumentId } from '#domain/ids.ts'
import type { KeptHistory, LocalEntry } from './local-documents.ts'
import type { Known } from './open-document.ts'
import { isSame } from './same.ts'
import { sentAgain, withSave } from './sent-saves.ts'
import type { SyncEdges } from './sync-edges.ts'

type Needed = Pick<SyncEdges, 'owner' | 'now' | 'local' | 'account' | 'tab' | 'device' | 'newSave'>

export class DeviceCopies {
  private readonly edges: Needed
  private lastNumber = 0

  constructor(edges: Needed) {
    this.edges = edges
  }

  /** @returns a number for the next state of this tab */
  nextNumber(): number {
    this.lastNumber += 1
    return this.lastNumber
  }

  newEntry(id: DocumentId, more: Pick<LocalEntry, 'name' | 'isUnsaved'>): LocalEntry {
    const { owner, now } = this.edges
    const begun = { isRenamed: false, isBare: false, revision: 0, saves: {}, changedAtMs: now() }
    return { id, owner, ...begun, ...more }
  }

  /** @returns what this device has of a document */
  async read(id: DocumentId): Promise<Known | undefined> {
    const { local } = this.edges
    const [entry, kept] = await Promise.all([local.entry(id), local.history(id)])
    if (!entry || !kept) return undefined
    const saved = await local.base(id, entry.revision)
    if (saved && isSame(saved, kept.history.present)) return { ...kept, entry, base: saved }
    // What another tab knew of the account need not be in what was written here last.
    const revision = kept.revision ?? entry.revision
    const base = await local.base(id, revision)
    return { ...kept, entry: { ...entry, revision, isUnsaved: true }, base }
  }

  /** Takes a document of the account to this device. @returns it, or `undefined` when it is not there */
  async fetch(id: DocumentId): Promise<Known | undefined> {
    const { local, account, tab } = this.edges
    const record = await account.record(id)
    const content = record && (await account.load(record))
    if (!record || !content) return undefined
    const { history, saves } = content
    const { name, revision, thumbnailKey } = record
    const begun = this.newEntry(id, { name, isUnsaved: false })
    const entry = { ...begun, revision, saves, thumbnailKey }
    await this.keepHistory(id, { history, revision })
    await local.keepBase(id, revision, history.present)
    await local.keep(entry)
    return { entry, history, base: history.present, tab, seen: {} }
  }

  /** @param kept.seen the last state of each tab that is in it, where that is known */
  async keepHistory(
    id: DocumentId,
    { history, revision, seen = {} }: Omit<KeptHistory, 'tab' | 'seen'> & Partial<KeptHistory>,
  ): Promise<void> {
    const { local, tab } = this.edges
    const all = { [tab]: this.nextNumber(), ...seen }
    await local.keepHistory(id, { history, revision, tab, seen: all })
  }

  /**
   * Notes what is sent to the account, before it is.
   * @param number of its state, where it is open
   * @returns its entry, with this save among its saves
   */
  async noteSending(
    { entry, history: { present: state }, seen }: Known,
    number = 0,
  ): Promise<LocalEntry> {
    const { local, tab, device, newSave } = this.edges
    const next = { revision: entry.revision, tab, number, seen, state }
    const before = sentAgain(await local.sent(entry.id), next)
    const save = before ?? newSave()
    if (before === undefined) await local.noteSent(entry.id, { save, ...next })
    return { ...entry, saves: withSave(entry.saves, device, save) }
  }
}
