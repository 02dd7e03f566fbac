import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import type { Generation } from '#domain/generation/generation.ts'
import { type Random, seededRandom } from '../../../sandbox/random.ts'
import { shortTimes } from '../../backend/settings.ts'
import { type Clients, openClients } from '../clients.ts'
import { createKillableBackend, type KillableBackend } from '../killable-backend.ts'
import { pick, Violation } from '../load.ts'
import { readCalls } from './calls.ts'
import { checkRecord, checkResults, checkUsage, readRecord, untilSettled } from './check-jobs.ts'
import { type FaultBoard, openFaultBoard } from './faults.ts'
import { limitless } from './limitless.ts'
import { cancel, drawOrder, type Order, place } from './orders.ts'
import { type Customer, openCustomers } from './people.ts'

export type JobCampaign = {
  readonly jobs: number
  readonly seed: number
  /** A folder for the backend's state and log. */
  readonly dir: string
  readonly say: (line: string) => void
}

/** How jobs ended, by status, and what the model server was asked for. */
export type JobTotals = Readonly<Record<string, number>>

/** Short times, so that what a crash leaves is taken up within seconds. */
const flags = [
  ...Object.entries(shortTimes).map(([name, seconds]) => `--set=${name}=${seconds}`),
  ...[
    ...limitless,
    'requestsPerMinute=*=1000000',
    'lifetimeSeconds=900',
    'backoffSeconds=1',
    'backoffCapSeconds=4',
  ].map((each) => `--tell=${each}`),
]

const people = 10
const jobsInWave = 500
/** Orders on their way at once. */
const lanes = 6
const cancelledShare = 0.05
/** Faults change so often. */
const shuffleMs = 2_000
/** The whole backend is killed once among so many orders, wherever the seed says. */
const ordersPerKill = 250
const sweepMs = 5_000
/** After the end of a wave's faults, a job is stuck when none has ended for so long. */
const stuckMs = 120_000

/**
 * Waves of small jobs against faults of every kind and kills of the whole backend. After each wave
 * every job must have ended, once; in the end objects, usage and model calls are compared.
 * @throws Violation at the first thing that is not as it must be
 */
export async function runJobCampaign(campaign: JobCampaign): Promise<JobTotals> {
  const { seed, dir, say } = campaign
  const random = seededRandom(seed)
  const backend = await createKillableBackend(dir, ['--engine=instant', ...flags])
  try {
    const facts = await backend.start()
    const world = {
      backend,
      random,
      customers: await openCustomers(facts, people),
      clients: await openClients(facts),
      faults: await openFaultBoard(facts.endpoint, join(dir, 'state')),
    }
    const records: Generation[] = []
    // At least two, so that edits lie over those of the wave before.
    const wave = Math.min(jobsInWave, Math.ceil(campaign.jobs / 2))
    while (records.length < campaign.jobs) {
      const size = Math.min(wave, campaign.jobs - records.length)
      const ended = await runWave(world, size, records.length === 0)
      records.push(...ended)
      notePatches(world.customers, ended)
      for (const customer of world.customers) await customer.staySignedIn()
      say(`${records.length} of ${campaign.jobs} jobs: ${describe(countBy(records))}`)
    }
    await checkResults(world.clients, records)
    await untilSettled(world.clients)
    await checkUsage(world.clients, records)
    const calls = await readCalls(join(dir, 'state'), records)
    return { ...countBy(records), 'model calls': calls }
  } finally {
    await backend.close()
  }
}

/** What a wave made is there for the next one to be edited over. */
function notePatches(customers: readonly Customer[], records: readonly Generation[]): void {
  for (const { id, owner, outputs = [] } of records) {
    const customer = customers.find(({ sub }) => sub === owner)
    for (const { index, patchKey } of outputs) {
      if (patchKey) customer?.patches.push({ generationId: id, index })
    }
  }
}

type World = {
  backend: KillableBackend
  random: Random
  customers: readonly Customer[]
  clients: Clients
  faults: FaultBoard
}

async function runWave(world: World, size: number, isFirst: boolean): Promise<Generation[]> {
  const { random, customers } = world
  const orders = Array.from({ length: size }, () => drawOrder(random, pick(random, customers)))
  const kills = drawKills(random, size, isFirst ? 1 : 0)
  const chaos = startChaos(world)
  try {
    await inLanes(orders, async (order) => {
      if (kills.has(orders.indexOf(order))) chaos.kill()
      await place(order)
      if (random() < cancelledShare) await cancel(order)
    })
  } finally {
    await chaos.stop()
  }
  await world.faults.clear()
  return drain(world, orders)
}

/** Waits until every job has ended, with the sweeper at work as it is in a deployment. */
async function drain({ clients }: World, orders: readonly Order[]): Promise<Generation[]> {
  const ended = new Map<string, Generation>()
  let progressAt = Date.now()
  for (let sweptAt = 0; ended.size < orders.length; ) {
    const isStuck = Date.now() - progressAt > stuckMs
    if (Date.now() - sweptAt > sweepMs) {
      sweptAt = Date.now()
      await clients.patient.lambda.send(new InvokeCommand({ FunctionName: clients.sweep }))
    }
    for (const order of orders.filter(({ id }) => !ended.has(id))) {
      const record = await readRecord(order)
      if (!record && isStuck) throw new Violation(`job ${order.id} gives no answer`)
      if (record && (record.finishedAt || isStuck)) {
        checkRecord(order, record)
        ended.set(order.id, record)
        progressAt = Date.now()
      }
    }
    await pause(500)
  }
  return [...ended.values()]
}

/** Before which orders of a wave the backend is killed, `min` times or more: each in a span of its own. */
function drawKills(random: Random, size: number, min: number): ReadonlySet<number> {
  const kills = Math.max(min, Math.round(size / ordersPerKill))
  const span = size / kills
  return new Set(Array.from({ length: kills }, (_, n) => Math.floor(span * (n + random()))))
}

/** Changes the faults again and again, and kills the backend when it is told to. */
function startChaos({ backend, random, faults }: World): { kill(): void; stop(): Promise<void> } {
  const stopping = new AbortController()
  let kills = 0
  const rounds = async () => {
    while (!stopping.signal.aborted || kills > 0) {
      if (kills > 0) {
        kills -= 1
        await backend.kill()
        await backend.start()
      }
      await faults.shuffle(random)
      await pause(shuffleMs * random(), undefined, { signal: stopping.signal }).catch(
        () => undefined,
      )
    }
  }
  const ended = rounds()
  ended.catch(() => undefined)
  return {
    kill() {
      kills += 1
    },
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

async function inLanes(orders: readonly Order[], work: (order: Order) => Promise<void>) {
  const waiting = [...orders]
  const lane = async () => {
    for (let order = waiting.shift(); order; order = waiting.shift()) await work(order)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

function countBy(records: readonly Generation[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status } of records) counts[status] = (counts[status] ?? 0) + 1
  if (records.length === 0) throw new Violation('no job was run')
  return counts
}

function describe(totals: JobTotals): string {
  return Object.entries(totals)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}
