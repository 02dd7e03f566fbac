import { chargedFor } from '#domain/generation/ending.ts'
import type { Generation } from '#domain/generation/generation.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { reservationOf, type Usage } from '#domain/usage/usage.ts'
import type { ModelAnswer } from '../../amplify/models/bedrock.ts'
import type { Edges } from '../../amplify/store/edges.ts'
import type { StoredObject } from '../../amplify/store/objects.ts'
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

class FakeObjects {
  readonly stored = new Map<string, StoredObject>()

  put(key: string, bytes: Buffer, metadata: Record<string, string> = {}): void {
    this.stored.set(key, { bytes, metadata })
  }

  read(key: string): Promise<StoredObject | undefined> {
    return Promise.resolve(this.stored.get(key))
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

  list(prefix: string): Promise<string[]> {
    const keys = [...this.stored.keys()].filter((key) => key.startsWith(prefix))
    return Promise.resolve(keys.slice(0, 2))
  }
}

/** The ledger's rule in memory: one reservation and one settlement for each job. */
class FakeUsage {
  readonly held = new Map<string, Generation>()
  readonly settled = new Set<string>()
  images = 0
  costMicros = 0

  reserveOnce(generation: Generation, limits: { images: number; costMicros: number }) {
    const { id } = generation
    if (this.held.has(id) || this.settled.has(id)) return Promise.resolve('RESERVED' as const)
    const asked = reservationOf(generation)
    const isOver =
      this.images + asked.images > limits.images ||
      this.costMicros + asked.costMicros > limits.costMicros
    if (isOver) return Promise.resolve('REFUSED' as const)
    this.held.set(id, generation)
    this.images += asked.images
    this.costMicros += asked.costMicros
    return Promise.resolve('RESERVED' as const)
  }

  settle(generation: Generation): Promise<void> {
    if (!this.held.delete(generation.id)) return Promise.resolve()
    this.settled.add(generation.id)
    const [asked, charged] = [reservationOf(generation), chargedFor(generation)]
    this.images -= asked.images - charged.images
    this.costMicros -= asked.costMicros - charged.costMicros
    return Promise.resolve()
  }
}

class FakeQueue {
  readonly sent: { id: string; group: string; tries: number; delaySeconds: number }[] = []

  send(
    { id, owner }: Pick<Generation, 'id' | 'owner'>,
    later = { tries: 0, delaySeconds: 0 },
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

/** Every edge in memory, at noon, with chance always in the middle. */
export function fakeEdges() {
  const clock = { now: noon }
  const removedAccounts: string[] = []
  const usageRows = new FakeRecords<Usage & { revision: number }>()
  const edges = {
    generations: new FakeGenerations(),
    pictures: new FakeRecords<Picture>(),
    objects: new FakeObjects(),
    usage: new FakeUsage(),
    usageRows,
    queue: new FakeQueue(),
    models: new FakeModels(),
    accounts: {
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
