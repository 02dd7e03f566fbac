import type { DocumentRecord } from '#domain/document/document.ts'
import { AppError } from '#domain/errors.ts'
import type { Export } from '#domain/export/export.ts'
import { chargedFor } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { catalogue } from '#domain/model/catalogue.ts'
import type { ModelState } from '#domain/model/state.ts'
import type { Picture } from '#domain/picture/picture.ts'
import type { Turn } from '#domain/usage/pace.ts'
import {
  type Amount,
  type CountedJob,
  countedRowsOf,
  deploymentOwner,
  type Limits,
  reservationOf,
  type Usage,
  usageIdOf,
} from '#domain/usage/usage.ts'
import type { ModelAnswer } from '../../amplify/models/caller.ts'
import type { ModelFacts } from '../../amplify/models/model-registry.ts'
import type { Edges } from '../../amplify/store/edges.ts'
import type { Ingest, IngestQueue } from '../../amplify/store/ingest-queue.ts'
import type { Later } from '../../amplify/store/job-queue.ts'
import type { ListedObject, StoredObject } from '../../amplify/store/objects.ts'
import type { Reservation, SettledJob } from '../../amplify/store/usage.ts'
import { noon } from '../builders/generation.ts'
import { FakeRecords } from './records.ts'

class FakeGenerations extends FakeRecords<Generation> {
  async createOnce(generation: Generation): Promise<Generation> {
    await this.create(generation)
    return this.rows.get(generation.id) ?? generation
  }

  open(cursor?: string) {
    return this.page((row) => row.open === 'OPEN', cursor)
  }
}

class FakeExports extends FakeRecords<Export> {
  async createOnce(record: Export): Promise<Export> {
    await this.create(record)
    return this.rows.get(record.id) ?? record
  }
}

class FakeExportQueue {
  readonly sent: { id: string; group: string }[] = []

  send({ id, owner }: Pick<Export, 'id' | 'owner'>): Promise<void> {
    this.sent.push({ id, group: owner })
    return Promise.resolve()
  }
}

class FakeObjects {
  readonly stored = new Map<string, StoredObject>()

  put(key: string, bytes: Buffer, metadata: Record<string, string> = {}): void {
    const headers = { mime: undefined, disposition: undefined }
    this.stored.set(key, { bytes, metadata, etag: `"${bytes.length}"`, headers })
  }

  async read(key: string, maxBytes: number): Promise<StoredObject | undefined> {
    const found = this.stored.get(key)
    if (found && found.bytes.length > maxBytes) {
      throw new AppError('INVALID_IMAGE', { key: 'fileLargerThan', maxMegabytes: maxBytes / 1e6 })
    }
    return found
  }

  readStart(key: string, length: number): Promise<Buffer | undefined> {
    return Promise.resolve(this.stored.get(key)?.bytes.subarray(0, length))
  }

  write(key: string, bytes: Buffer): Promise<void> {
    this.put(key, bytes)
    return Promise.resolve()
  }

  remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.stored.delete(key)
    return Promise.resolve()
  }

  relabel(key: string, found: StoredObject, mime: string): Promise<void> {
    this.stored.set(key, { ...found, headers: { mime, disposition: 'attachment' } })
    return Promise.resolve()
  }

  /** Pages of two, so that callers have to turn them. */
  list(prefix: string, after = ''): Promise<ListedObject[]> {
    const keys = [...this.stored.keys()].filter((key) => key.startsWith(prefix) && key > after)
    const page = keys.toSorted().slice(0, 2)
    return Promise.resolve(
      page.map((key) => ({
        key,
        bytes: this.stored.get(key)?.bytes.length ?? 0,
        modifiedAt: noon,
      })),
    )
  }
}

/** The ledger's rule in memory: one reservation and one settlement for each job. */
class FakeUsage {
  readonly held = new Map<string, Amount & { readonly job: CountedJob }>()
  readonly settled = new Set<string>()
  /** Whose accounts were deleted. */
  readonly left = new Set<string>()
  /** What is counted so far, by the id of a row. */
  readonly rows = new Map<string, Amount>()

  /** What all jobs of one day count together. */
  get images(): number {
    return this.totalOf('images')
  }

  set images(images: number) {
    this.rows.set(usageIdOf(deploymentOwner, dayOfNoon), { images, costMicros: 0 })
  }

  get costMicros(): number {
    return this.totalOf('costMicros')
  }

  reserveOnce(generation: Generation, limits: Limits): Promise<Reservation> {
    const { id } = generation
    if (this.left.has(generation.owner)) return Promise.resolve({ kind: 'LEFT' })
    if (this.settled.has(id)) return Promise.resolve({ kind: 'USED' })
    if (this.held.has(id)) {
      return Promise.resolve({ kind: this.isOf(generation) ? 'RESERVED' : 'USED' })
    }
    return Promise.resolve(this.hold(generation, { images: 0, costMicros: 0 }, limits))
  }

  reserveAnew(generation: Generation, limits: Limits): Promise<Reservation> {
    const held = this.held.get(generation.id)
    if (!held || !this.isOf(generation)) return Promise.resolve({ kind: 'RESERVED' })
    return Promise.resolve(this.hold(generation, held, limits))
  }

  heldBefore(before: string): Promise<CountedJob[]> {
    const jobs = [...this.held.values()].map(({ job }) => job)
    return Promise.resolve(jobs.filter(({ createdAt }) => createdAt < before))
  }

  holds(job: CountedJob): Promise<boolean> {
    return Promise.resolve(this.isOf(job))
  }

  isUsed(id: string): Promise<boolean> {
    return Promise.resolve(this.held.has(id) || this.settled.has(id))
  }

  settleWhole(job: CountedJob): Promise<void> {
    if (!this.isOf(job)) return Promise.resolve()
    this.held.delete(job.id)
    this.settled.add(job.id)
    return Promise.resolve()
  }

  settle(generation: SettledJob): Promise<void> {
    const held = this.held.get(generation.id)
    if (!held || !this.isOf(generation)) return Promise.resolve()
    this.held.delete(generation.id)
    this.settled.add(generation.id)
    const charged = chargedFor(generation)
    this.add(generation, {
      images: charged.images - held.images,
      costMicros: charged.costMicros - held.costMicros,
    })
    return Promise.resolve()
  }

  /** Whether what is held under a job's id is its own. */
  private isOf({ id, owner, createdAt, requestId }: CountedJob): boolean {
    const job = this.held.get(id)?.job
    return job?.owner === owner && job.createdAt === createdAt && job.requestId === requestId
  }

  private hold(generation: Generation, held: Amount, limits: Limits): Reservation {
    const asked = reservationOf(generation, catalogue)
    const more = {
      images: asked.images - held.images,
      costMicros: asked.costMicros - held.costMicros,
    }
    const refusing = countedRowsOf(generation).filter(({ kind, id }) => {
      const used = this.rows.get(id) ?? nothing
      const { images, costMicros } = limits[kind]
      return used.images + more.images > images || used.costMicros + more.costMicros > costMicros
    })
    const limit = refusing.at(-1)?.kind
    if (limit) return { kind: 'REFUSED', limit }
    const { id, owner, createdAt, requestId } = generation
    this.held.set(id, { ...asked, job: { id, owner, createdAt, requestId } })
    this.add(generation, more)
    return { kind: 'RESERVED' }
  }

  private add(generation: CountedJob, more: Amount): void {
    for (const { id } of countedRowsOf(generation)) {
      const used = this.rows.get(id) ?? nothing
      this.rows.set(id, {
        images: used.images + more.images,
        costMicros: used.costMicros + more.costMicros,
      })
    }
  }

  private totalOf(what: keyof Amount): number {
    const days = [...this.rows].filter(([id]) => /^deployment#[\d-]{10}$/.test(id))
    return days.reduce((sum, [, amount]) => sum + amount[what], 0)
  }
}

const nothing: Amount = { images: 0, costMicros: 0 }
const dayOfNoon = new Date(noon).toISOString().slice(0, 10)

class FakeQueue {
  readonly sent: (Later & { id: string; group: string })[] = []

  send(
    { id, owner }: Pick<Generation, 'id' | 'owner'>,
    later: Later = { tries: 0, turns: 0, delaySeconds: 0 },
  ): Promise<void> {
    this.sent.push({ id, group: owner, ...later })
    return Promise.resolve()
  }

  hide(): Promise<void> {
    return Promise.resolve()
  }
}

/** Gives prepared answers, the last one for ever; keeps what it was asked. */
class FakeModels {
  answers: (ModelAnswer | (() => ModelAnswer))[] = []
  readonly bodies: unknown[] = []

  invoke(_model: unknown, body: unknown): Promise<ModelAnswer> {
    this.bodies.push(body)
    const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0]
    if (answer === undefined) throw new Error('the test prepared no answer')
    return Promise.resolve(typeof answer === 'function' ? answer() : answer)
  }
}

/** Lets everybody through, unless a test prepared other turns. */
class FakePace {
  turns: Turn[] = []
  readonly asked: string[] = []

  ask(model: string): Promise<Turn> {
    this.asked.push(model)
    return Promise.resolve(this.turns.shift() ?? { kind: 'GO' })
  }
}

class FakeModelStates {
  readonly rows = new Map<string, Omit<ModelState, 'revision'>>()

  all() {
    return Promise.resolve([...this.rows.values()].map((row) => ({ ...row, revision: 1 })))
  }

  foundRetired() {
    const retired = [...this.rows.values()].filter(({ status }) => status === 'RETIRED')
    return Promise.resolve(new Set(retired.map(({ id }) => id)))
  }

  retire(id: string): Promise<void> {
    return this.save({ id, status: 'RETIRED', checkedAt: new Date(noon).toISOString() })
  }

  save(state: Omit<ModelState, 'revision'>): Promise<void> {
    this.rows.set(state.id, state)
    return Promise.resolve()
  }
}

/** Knows what a test says of a model; of the others that they are active. */
class FakeModelRegistry {
  readonly facts = new Map<string, ModelFacts | Error | undefined>()

  describe({ id }: { id: string }): Promise<ModelFacts | undefined> {
    const facts = this.facts.has(id)
      ? this.facts.get(id)
      : ({ kind: 'FOUND', status: 'ACTIVE' } as const)
    return facts instanceof Error ? Promise.reject(facts) : Promise.resolve(facts)
  }
}

class FakeIngests implements IngestQueue {
  readonly sent: Ingest[] = []
  send(ingest: Ingest): Promise<void> {
    this.sent.push(ingest)
    return Promise.resolve()
  }
  hide(): Promise<void> {
    return Promise.resolve()
  }
}

/** Every edge in memory, at noon, with chance always in the middle. */
export function fakeEdges() {
  const clock = { now: noon }
  const removedAccounts: string[] = []
  const usage = new FakeUsage()
  const usageRows = Object.assign(new FakeRecords<Usage & { revision: number }>(), {
    heldBefore: (before: string) => usage.heldBefore(before),
  })
  const generations = new FakeGenerations()
  const edges = {
    generations,
    openJobs: { page: (cursor?: string) => generations.open(cursor) },
    leavers: { hasLeft: (owner: string) => Promise.resolve(usage.left.has(owner)) },
    people: {
      welcome: () => Promise.resolve(),
      leave: (owner: string) => {
        usage.left.add(owner)
        return Promise.resolve()
      },
    },
    pictures: new FakeRecords<Picture>(),
    exports: new FakeExports(),
    documents: new FakeRecords<DocumentRecord>(),
    exportQueue: new FakeExportQueue(),
    objects: new FakeObjects(),
    usage,
    usageRows,
    queue: new FakeQueue(),
    ingests: new FakeIngests(),
    models: new FakeModels(),
    modelStates: new FakeModelStates(),
    modelRegistry: new FakeModelRegistry(),
    pace: new FakePace(),
    accounts: {
      emailOf: () => Promise.resolve('ada@example.com'),
      remove: (username: string) => {
        removedAccounts.push(username)
        return Promise.resolve()
      },
    },
    now: () => clock.now,
    random: () => 0.5,
  } satisfies Edges
  return { ...edges, clock, removedAccounts }
}
