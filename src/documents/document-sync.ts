/**
 * Keeps documents in step: with this device at once, with the account within two seconds, with other tabs and
 * devices as they tell. Revisions of the account order everything; no clock does.
 */
import type { DocumentRecord } from '#domain/document/document.ts'
import { AppError } from '#domain/errors.ts'
import type { DocumentId } from '#domain/ids.ts'
import { toAppError } from '../backend/errors.ts'
import type { EditorDocument } from '../editor/document/document.ts'
import { startHistory } from '../editor/document/history.ts'
import { DeviceCopies } from './device-copies.ts'
import type { LocalEntry } from './local-documents.ts'
import {
  type Common,
  commonWith,
  type Joined,
  joinWith,
  type Known,
  newsOf,
  noteTaken,
  nothingHeard,
  numberOf,
  type Open,
  type Origin,
  seenBy,
  takeSave,
} from './open-document.ts'
import { isBare, isBegun, ownSteps } from './reconcile.ts'
import { isSame } from './same.ts'
import { ownSave } from './sent-saves.ts'
import type { DocumentHistory, SyncEdges, TabNews } from './sync-edges.ts'
import { usesOf } from './uses.ts'

/** After the last change, and at the latest after the first: a person makes several in a row. */
const saveAfterMs = 400
const saveWithinMs = 1_500
const tellAfterMs = 120
const firstRetryMs = 3_000
const maxRetryMs = 60_000
/** Another tab saves what it did itself; this one does when that tab is gone. */
const saveForOthersAfterMs = 6_000
/** A tab that saves says so itself, at about the time at which the account does. */
const tabFirstMs = 500
/** A thumbnail is as large as the rest of most saves. */
const pictureEveryMs = 10_000
/** More conflicts than this in a row mean that something is broken. */
const maxRounds = 8

export class DocumentSync {
  private readonly edges: SyncEdges
  private readonly copies: DeviceCopies
  private readonly saving = new Map<DocumentId, Promise<void>>()
  private readonly timers = new Map<string, () => void>()
  /** Documents as they were when the editor went on to another. */
  private readonly left = new Map<DocumentId, EditorDocument>()
  private open: Open | undefined
  private writing: Promise<void> | undefined
  private firstChangeAtMs: number | undefined
  private retryMs = firstRetryMs
  private isStopped = false
  private shows = 0

  constructor(edges: SyncEdges) {
    this.edges = edges
    this.copies = new DeviceCopies(edges)
  }

  /** Told after each change in the editor. */
  noteEdit(): void {
    const history = this.edges.editor.history()
    if (history.present.id !== this.open?.entry.id) this.follow(history)
    const { open } = this
    if (!open || history === open.history) return
    open.history = history
    if (history !== open.origin?.history) this.noteChange(open)
  }

  /** Told of records of the account, as they are heard of. */
  noteRecords(records: readonly DocumentRecord[]): void {
    const { open } = this
    const record = records.find(({ id }) => id === open?.entry.id)
    if (!open || !record || record.revision <= open.entry.revision) return
    const delayMs = open.taken.size > 0 ? tabFirstMs : 0
    this.after(`record ${record.id}`, delayMs, () => {
      void this.takeUnlessOwn(record).catch(() => undefined)
    })
  }

  /** Told by another tab of this browser. */
  noteTab(news: TabNews): void {
    const { open } = this
    if (open?.entry.id !== news.id) return
    if (news.kind === 'SAVED') this.noteSavedByTab(open, news)
    else void this.takeFromTab(open, news)
  }

  /** Brings a document into the editor, from this device or the account. @returns whether it is there */
  async show(id: DocumentId): Promise<boolean> {
    this.leave()
    this.shows += 1
    const show = this.shows
    const here = (await this.copies.read(id)) ?? (await this.copies.fetch(id))
    // Somebody who goes back and forth sees where they end.
    if (!here || show !== this.shows) return here !== undefined
    this.put(here)
    void this.edges.account.record(id).then(
      (record) => record && this.noteRecords([record]),
      () => undefined,
    )
    if (here.entry.isUnsaved) void this.save(id)
    return true
  }

  /** The last state of a document, wherever it is. */
  async read(id: DocumentId): Promise<DocumentHistory | undefined> {
    const { account } = this.edges
    const here = await this.copies.read(id)
    if (here?.entry.isUnsaved) return here.history
    const theirs = async () => {
      const record = await account.record(id)
      const content = record && (await account.load(record))
      return content?.history
    }
    return here ? theirs().catch(() => here.history) : theirs()
  }

  /** Keeps a state as a document of its own. @returns its id */
  async keep({ present }: DocumentHistory, name: string): Promise<DocumentId> {
    const { local, newId } = this.edges
    const id = newId()
    await this.copies.keepHistory(id, { history: startHistory({ ...present, id }), revision: 0 })
    await local.keep(this.copies.newEntry(id, { name, isUnsaved: true }))
    void this.save(id)
    return id
  }

  /** Gives a document another name, here and in the account. @throws AppError when it is not there */
  async rename(id: DocumentId, name: string): Promise<void> {
    const here = await this.copyOf(id)
    const entry = (here ?? (await this.copies.fetch(id)))?.entry
    if (!entry) throw new AppError('NOT_FOUND', { key: 'documentUnknown' })
    await this.keepEntry({ ...entry, name, isRenamed: true, isUnsaved: true })
    await this.save(id)
  }

  /** Saves all that waits, now: the page is going away, or the network is back. */
  async flush(): Promise<void> {
    this.tell()
    await this.write()
    const unsaved = (await this.edges.local.entries()).filter(({ isUnsaved }) => isUnsaved)
    const ids = new Set(unsaved.map(({ id }) => id))
    // Another tab may have noted the same document as saved, as far as it knows.
    if (this.open?.entry.isUnsaved) ids.add(this.open.entry.id)
    await Promise.all([...ids].map((id) => this.save(id)))
  }

  /** Resolves when what is open is written to this device, or cannot be. */
  whenWritten(): Promise<void> {
    return this.write()
  }

  stop(): void {
    void this.write()
    this.isStopped = true
    for (const cancel of this.timers.values()) cancel()
  }

  private opened(id: DocumentId): Open | undefined {
    return this.open?.entry.id === id ? this.open : undefined
  }

  private after(name: string, delayMs: number, step: () => void): void {
    this.timers.get(name)?.()
    if (!this.isStopped) this.timers.set(name, this.edges.later(step, delayMs))
  }

  /** Puts what is known here into the editor. */
  private put({ entry, base, history, tab, seen }: Known): void {
    const origin = { history, ...(entry.isUnsaved ? { tab } : { revision: entry.revision }) }
    this.leave()
    const known = {
      history,
      kept: history,
      origin,
      told: history,
      number: this.copies.nextNumber(),
    }
    const began = { tab, seen, state: history.present, revision: entry.revision }
    this.open = { entry, base, ...known, ...nothingHeard(), began }
    this.edges.editor.replace(history)
  }

  /** Puts what others know already in place of what is open. */
  private replace(open: Open, { history, hasOwn }: Joined, from: Omit<Origin, 'history'>): void {
    open.history = history
    open.number = this.copies.nextNumber()
    open.origin = hasOwn ? undefined : { history, ...from }
    open.told = hasOwn ? undefined : history
    this.edges.editor.replace(history)
  }

  /** Follows the editor, which opened or closed a document by itself. */
  private follow(history: DocumentHistory): void {
    this.leave()
    if (!isBegun(history.present)) return
    const id = history.present.id as DocumentId
    const entry = this.copies.newEntry(id, { name: '', isUnsaved: true })
    const unknown = { base: undefined, kept: undefined, origin: undefined, told: undefined }
    const before = startHistory(history.present)
    const known = { history: before, number: this.copies.nextNumber() }
    const open: Open = { entry, ...known, ...unknown, ...nothingHeard() }
    this.open = open
    open.ready = this.readEarlier(open).catch(() => undefined)
  }

  /** Undo, and taking a closing back, lead to documents that were here before. */
  private async readEarlier(open: Open): Promise<void> {
    const here = await this.copies.read(open.entry.id)
    if (!here) return
    const { tab, seen, history, base, entry } = here
    open.began = { tab, seen, state: history.present, revision: entry.revision }
    open.entry = { ...entry, isUnsaved: true }
    open.base = base
    // A save after it was left may have met what another device did.
    const left = this.left.get(entry.id)
    if (!left || isSame(left, history.present) || this.open !== open) return
    this.replace(open, joinWith(ownSteps(open.history), left, history), { tab })
  }

  /** The editor goes on to another document: what is open is written and saved as it is. */
  private leave(): void {
    const { open } = this
    if (!open) return
    this.tell()
    const written = this.write(open)
    this.left.set(open.entry.id, open.history.present)
    this.open = undefined
    this.firstChangeAtMs = undefined
    void written.then(async () => {
      const { id, isUnsaved, isBare } = open.entry
      if (isBare) await this.edges.local.remove(id)
      else if (isUnsaved) await this.save(id)
    })
  }

  private noteChange(open: Open): void {
    const now = this.edges.now()
    open.number = this.copies.nextNumber()
    open.entry = {
      ...open.entry,
      isUnsaved: true,
      isBare: open.entry.revision === 0 && isBare(ownSteps(open.history)),
      rootPictureId: usesOf(startHistory(open.history.present)).rootPictureId,
      changedAtMs: now,
    }
    void this.write()
    this.after('tell', tellAfterMs, () => this.tell())
    this.firstChangeAtMs ??= now
    const latest = this.firstChangeAtMs + saveWithinMs - now
    this.saveLater(open, Math.max(0, Math.min(saveAfterMs, latest)))
  }

  private saveLater({ entry: { id } }: Open, delayMs: number): void {
    this.after('save', delayMs, () => void this.save(id))
  }

  /** Writes what is open to this device; what changes meanwhile is written after it. */
  private write(open = this.open): Promise<void> {
    const before = this.writing ?? Promise.resolve()
    const next = before
      // A full disk or denied storage: the work is still on the page, and the next change tries again.
      .then(() => open && this.writeOnce(open).catch(() => undefined))
    this.writing = next
    return next
  }

  private async writeOnce(open: Open): Promise<void> {
    await open.ready
    const { history, kept, entry } = open
    if (history === kept) return
    const { revision } = entry
    const seen = { ...seenBy(open), [this.edges.tab]: open.number }
    await this.copies.keepHistory(entry.id, { history: ownSteps(history), revision, seen })
    open.kept = history
    await this.edges.local.keep(open.entry)
  }

  private async keepEntry(entry: LocalEntry): Promise<void> {
    const open = this.opened(entry.id)
    if (open) open.entry = entry
    await this.edges.local.keep(entry)
  }

  private tell(): void {
    const { open } = this
    if (!open || open.history === open.told) return
    open.told = open.history
    this.edges.tell(newsOf(open))
  }

  /** Saves a document to the account; what changes while a save is under way is in the next one. */
  private save(id: DocumentId): Promise<void> {
    if (this.opened(id)) this.firstChangeAtMs = undefined
    const before = this.saving.get(id) ?? Promise.resolve()
    const next: Promise<void> = before
      .then(() => this.saveUntilSame(id))
      .then(() => {
        this.retryMs = firstRetryMs
      })
      .catch((thrown: unknown) => this.noteFailure(id, toAppError(thrown)))
      .finally(() => {
        if (this.saving.get(id) === next) this.saving.delete(id)
      })
    this.saving.set(id, next)
    return next
  }

  private noteFailure(id: DocumentId, error: AppError): void {
    const mayPass = error.retry || error.code === 'UNAUTHENTICATED' || error.code === 'CONFLICT'
    if (!mayPass) return this.edges.say({ kind: 'REFUSED', error })
    this.after(`retry ${id}`, this.retryMs, () => void this.save(id))
    this.retryMs = Math.min(this.retryMs * 2, maxRetryMs)
  }

  private async saveUntilSame(id: DocumentId): Promise<void> {
    for (let round = 0; round < maxRounds; round += 1) {
      if (this.opened(id)) this.tell()
      const copy = await this.copyOf(id)
      if (!copy?.entry.isUnsaved || copy.entry.isBare) return
      // What the account has and this device lost, it would take for another device's.
      if (this.opened(id)) await this.write()
      const { history } = copy
      const entry = await this.copies.noteSending(copy, this.opened(id)?.number)
      const name = entry.name || (history.present.base?.title ?? '')
      try {
        const { revision, saves } = entry
        const looks = { name, thumbnail: await this.picture(id), thumbnailKey: entry.thumbnailKey }
        const record = await this.edges.account.save({ id, revision, saves, history, ...looks })
        await this.noteSaved(record, history, entry)
      } catch (thrown) {
        await this.answerRefusal(entry, toAppError(thrown))
      }
    }
    throw new AppError('CONFLICT', { key: 'recordChanged' })
  }

  /** A thumbnail of the document that is open, now and then. */
  private async picture(id: DocumentId): Promise<Blob | undefined> {
    const open = this.opened(id)
    const now = this.edges.now()
    if (!open || now - open.picturedAtMs < pictureEveryMs) return undefined
    open.picturedAtMs = now
    return this.edges.thumbnail().catch(() => undefined)
  }

  /** What there is of a document now. */
  private async copyOf(id: DocumentId): Promise<Known | undefined> {
    await this.opened(id)?.ready
    const open = this.opened(id)
    if (!open) return this.copies.read(id)
    return { ...open, history: ownSteps(open.history), tab: this.edges.tab, seen: seenBy(open) }
  }

  private async noteSaved(
    record: DocumentRecord,
    history: DocumentHistory,
    sent: LocalEntry,
  ): Promise<void> {
    const { id, revision, thumbnailKey } = record
    const { saves } = sent
    await this.edges.local.keepBase(id, revision, history.present)
    const { entry, history: now } = (await this.copyOf(id)) ?? { entry: sent, history }
    const open = this.opened(id)
    if (open) open.base = history.present
    const isNamed = entry.name === sent.name
    const name = isNamed ? record.name : entry.name
    const isUnsaved = !isNamed || !isSame(now.present, history.present)
    const saved = { revision, saves, name, thumbnailKey, isRenamed: !isNamed, isUnsaved }
    await this.keepEntry({ ...entry, ...saved })
    const number = open ? numberOf(open, history.present) : 0
    const news = { id, revision, saves, number, seen: {}, base: undefined, history }
    this.edges.tell({ kind: 'SAVED', ...news })
    if (open) open.toldRevision = revision
  }

  /** Does what a refused save asks for; throws what only time or a person can change. */
  private async answerRefusal(entry: LocalEntry, error: AppError): Promise<void> {
    const { id } = entry
    const isBehind = error.code === 'CONFLICT' && error.field === 'revision'
    const isGone = error.code === 'NOT_FOUND' && error.field === 'id'
    if (!isBehind && !isGone) throw error
    const record = await this.edges.account.record(id)
    if (record) return this.take(record)
    // It was removed for good while somebody worked on it here: it is begun anew.
    await this.keepEntry({ ...(this.opened(id)?.entry ?? entry), revision: 0 })
  }

  /** A save of this tab may be what the account tells of. */
  private async takeUnlessOwn(record: DocumentRecord): Promise<void> {
    await this.saving.get(record.id)
    const open = this.opened(record.id)
    if (!open || record.revision <= open.entry.revision) return
    await this.take(record)
    if (open.entry.isUnsaved) await this.save(record.id)
  }

  /** Takes a newer record of the account over, and joins it with what was done here. */
  private async take(record: DocumentRecord): Promise<void> {
    const { local, account, device, tab } = this.edges
    const { id, revision } = record
    const [content, sent] = await Promise.all([account.load(record), local.sent(id)])
    const copy = await this.copyOf(id)
    // Without content, a newer record names another one, and is on its way.
    if (!content || !copy || revision <= copy.entry.revision) return
    // From here to the next wait nothing else happens on this page.
    const { entry, history: mine } = copy
    const open = this.opened(id)
    const { history: theirs, saves } = content
    const own = ownSave(sent, saves[device], entry.revision)
    const base = (own && takeSave(open, own, tab)) ?? copy.base
    const name = entry.isRenamed ? entry.name : record.name
    const joined = joinWith(entry.isUnsaved ? mine : undefined, base, theirs)
    const isUnsaved = joined.hasOwn || entry.isRenamed
    if (open) {
      open.base = theirs.present
      this.replace(open, joined, { revision })
    }
    const { thumbnailKey } = record
    const done = this.keepEntry({ ...entry, name, revision, saves, thumbnailKey, isUnsaved })
    await (open
      ? this.write()
      : this.copies.keepHistory(id, { ...joined, revision, seen: copy.seen }))
    await Promise.all([done, local.keepBase(id, revision, theirs.present)])
    await this.noteJoined(joined, name)
  }

  /** Another tab saved what this one may have in it; if not, the account tells of it. */
  private noteSavedByTab(open: Open, { from, number, revision, saves, history }: TabNews): void {
    const taken = open.taken.get(from)
    const isSaved = isSame(open.history.present, history.present)
    const isTaken = taken !== undefined && number > 0 && number <= taken.number
    if (revision <= open.entry.revision || !(isSaved || isTaken)) return
    open.base = history.present
    if (isSaved) this.firstChangeAtMs = undefined
    void this.keepEntry({ ...open.entry, revision, saves, isUnsaved: !isSaved })
  }

  private async takeFromTab(open: Open, news: TabNews): Promise<void> {
    const common = commonWith(open, news, this.edges.tab)
    if (common) return this.joinWithTab(open, news, common)
    // The account told this one more. What it told the other, this device has; else the account tells that one.
    if (news.revision >= open.entry.revision) return
    const base = await this.edges.local.base(open.entry.id, news.revision)
    if (base && this.open === open) await this.joinWithTab(open, news, { base, isAll: false })
  }

  private async joinWithTab(open: Open, news: TabNews, { base, isAll }: Common): Promise<void> {
    const { from, number, revision, seen, saves, history: theirs } = news
    // A save of theirs told it first.
    if (number <= (seenBy(open)[from] ?? 0)) return
    noteTaken(open, from, { number, state: theirs.present, ofMine: seen[this.edges.tab] ?? 0 })
    const joined = joinWith(isAll ? undefined : ownSteps(open.history), base, theirs)
    this.replace(open, joined, { tab: from })
    if (news.base && revision > open.entry.revision) {
      open.base = news.base
      open.entry = { ...open.entry, revision, saves }
    }
    this.noteChange(open)
    this.saveLater(open, saveForOthersAfterMs)
    await this.noteJoined(joined, open.entry.name)
  }

  private async noteJoined(joined: Joined, name: string): Promise<void> {
    const { twice, leftOut } = joined
    if (twice > 0) this.edges.say({ kind: 'TWICE', layers: twice })
    for (const { side, history } of leftOut) {
      this.edges.say({ kind: 'COPIED', side, as: await this.keep(history, name) })
    }
  }
}
