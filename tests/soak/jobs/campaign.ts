import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import type { Generation } from '#domain/generation/generation.ts'
import { cardsOf, readEndpoints } from '#domain/model/endpoints.ts'
import { type Random, seededRandom } from '../../../sandbox/random.ts'
import { imagesKey, imagesKeyName, ownModels } from '../../backend/settings.ts'
import { type Clients, openClients } from '../clients.ts'
import { createKillableBackend, type KillableBackend } from '../killable-backend.ts'
import { pick, Violation } from '../load.ts'
import { readCalls } from './calls.ts'
import {
  checkRecord,
  checkResults,
  checkUsage,
  endedOf,
  readRecord,
  untilSettled,
} from './check-jobs.ts'
import { type Endpoint, openEndpoint } from './endpoint.ts'
import { drawEndpointOrder } from './endpoint-orders.ts'
import { type FaultBoard, openFaultBoard } from './faults.ts'
import { limitless } from './limitless.ts'
import { cancel, drawOrder, type Order, place } from './orders.ts'
import { type Customer, openCustomers } from './people.ts'

export type JobCampaign = {
  readonly jobs: number
  readonly seed: number
  /** Of a run, as settings: short, so that what a crash leaves is taken up soon; a busy machine needs more. */
  readonly times: Readonly<Record<string, string>>
  /** A folder for the backend's state and log. */
  readonly dir: string
  readonly say: (line: string) => void
  /** Once it is aborted, nothing more is ordered; what was is seen to its end and compared. */
  readonly enough?: AbortSignal
}

/** How jobs ended, by status, and what the model server was asked for. */
export type JobTotals = Readonly<Record<string, number>>

/** What functions alone are told; the times of a run are of the synthesis. */
const told = [
  ...limitless,
  'requestsPerMinute=*=1000000',
  // No job is given up for its age before it counts as stuck.
  'lifetimeSeconds=3600',
  'backoffSeconds=1',
  'backoffCapSeconds=4',
]

const people = 10
/** Orders on their way at once. */
const lanes = 4
/** Jobs under way: a longer queue outlasts the lease, and the sweeper sends for each of them anew. */
const maxOpen = 20
const cancelledShare = 0.05
/** So many go to models of an endpoint, the others to Bedrock. */
const endpointShare = 0.3
/** Faults change so often. */
const shuffleMs = 2_000
/** The whole backend is killed once among so many orders, wherever the seed says. */
const ordersPerKill = 500
/** The sweeper is due this often, and oftener when all that is left may need it. */
const sweepMs = { meanwhile: 60_000, atTheEnd: 5_000 }
/** Between two looks at the jobs under way. */
const lookMs = 1_000
/** A job that so many later ones overtook is stuck, and one of the last when none has ended for so long. */
const stuckAfter = { jobs: 500, ms: 300_000 }
const jobsPerLine = 500
/** A busy machine may be too slow for a job or two. */
const maxCalmTries = 5

/**
 * Small jobs against faults of every kind and kills of the whole backend. Every job must end, once; then
 * objects, usage and model calls are compared.
 * @throws Violation at the first thing that is not as it must be
 */
export async function runJobCampaign(campaign: JobCampaign): Promise<JobTotals> {
  const { seed, dir } = campaign
  const random = seededRandom(seed)
  // Its own, since how often it is drawn from depends on the machine.
  const endpoint = await openEndpoint(
    seededRandom(seed + 1),
    Number(campaign.times['modelSeconds']),
  )
  const set = Object.entries({ ...ownModels, ...campaign.times })
  const flags = [
    '--engine=instant',
    `--secret=${imagesKeyName}`,
    ...set.map(([name, value]) => `--set=${name}=${value}`),
    ...[...told, `imageEndpoints=${endpoint.setting}`].map((each) => `--tell=${each}`),
  ]
  const backend = await createKillableBackend(dir, flags, { [imagesKeyName]: imagesKey })
  try {
    const facts = await backend.start()
    const world = {
      backend,
      endpoint,
      random,
      customers: await openCustomers(facts, people),
      clients: await openClients(facts),
      faults: await openFaultBoard(facts.endpoint, join(dir, 'state')),
    }
    const records = await runJobs(world, campaign)
    await tidy(world)
    await checkResults(world.clients, records)
    await untilSettled(world.clients)
    await checkUsage(world.clients, records, cardsOf(readEndpoints(endpoint.setting)))
    const calls = await readCalls(join(dir, 'state'), records)
    return {
      ...countBy(records),
      'calls of Bedrock': calls,
      'calls of the endpoint': endpoint.checkCalls(records),
    }
  } finally {
    await backend.close()
    await endpoint.close()
  }
}

type World = {
  backend: KillableBackend
  endpoint: Endpoint
  random: Random
  customers: readonly Customer[]
  clients: Clients
  faults: FaultBoard
}

/** @returns the records of all, once each has ended */
async function runJobs(world: World, campaign: JobCampaign): Promise<Generation[]> {
  const { random, customers } = world
  const kills = drawKills(random, campaign.jobs)
  const chaos = startChaos(world)
  const watch = watchJobs(world, campaign)
  const over = new AbortController()
  const enough = AbortSignal.any([over.signal, ...(campaign.enough ? [campaign.enough] : [])])
  const order = async (index: number) => {
    if (enough.aborted) return
    if (kills.has(index)) chaos.kill()
    const isOwn = random() < endpointShare
    const drawn = (isOwn ? drawEndpointOrder : drawOrder)(random, pick(random, customers))
    await place(drawn)
    watch.add(drawn)
    if (random() < cancelledShare) await cancel(drawn)
    while (watch.open() >= maxOpen && !enough.aborted) await pause(lookMs)
  }
  try {
    // What the watch finds ends the orders as well.
    await Promise.race([inLanes(campaign.jobs, order), watch.records])
  } finally {
    over.abort()
    await chaos.stop()
  }
  await world.faults.clear()
  await untilSomeSucceed(world, watch)
  watch.close()
  return watch.records
}

/**
 * How many succeed among faults is luck; once there are none, jobs of both kinds must. Each ends before
 * the next is asked for.
 * @throws Violation when none does
 */
async function untilSomeSucceed(
  { random, customers }: World,
  watch: { add(order: Order): void },
): Promise<void> {
  for (const draw of [drawOrder, drawEndpointOrder]) {
    const ends: string[] = []
    while (ends.at(-1) !== 'SUCCEEDED') {
      if (ends.length === maxCalmTries)
        throw new Violation(`without faults jobs end ${ends.join()}`)
      const order = draw(random, pick(random, customers))
      await place(order)
      watch.add(order)
      ends.push(await endOf(order))
    }
  }
}

async function endOf(order: Order): Promise<string> {
  const until = Date.now() + stuckAfter.ms
  while (Date.now() < until) {
    const record = await readRecord(order)
    if (record?.finishedAt) return record.status
    await pause(lookMs / 4)
  }
  throw new Violation(`job ${order.id} is stuck`)
}

/** Sees each job to its end, with the sweeper at work as it is in a deployment. */
function watchJobs({ clients, customers }: World, { jobs, say }: JobCampaign) {
  /** With how many had ended before. */
  const open = new Map<Order, number>()
  const ended: Generation[] = []
  let progressAt = Date.now()
  const closing = new AbortController()
  const isClosed = () => closing.signal.aborted
  const look = async () => {
    for (const order of await endedOf(clients, [...open.keys()])) {
      const record = await readRecord(order)
      if (!record?.finishedAt) continue
      checkRecord(order, record)
      open.delete(order)
      ended.push(record)
      progressAt = Date.now()
      notePatches(order.customer, record)
      if (ended.length % jobsPerLine === 0) {
        say(`${ended.length} of ${jobs} jobs: ${describe(countBy(ended))}`)
      }
    }
    for (const [{ id }, before] of open) {
      const isOvertaken = ended.length - before > stuckAfter.jobs
      if (isOvertaken || Date.now() - progressAt > stuckAfter.ms) {
        throw new Violation(`job ${id} is stuck`)
      }
    }
  }
  const lookOn = async () => {
    for (let sweptAt = Date.now(); !isClosed() || open.size > 0; ) {
      if (Date.now() - sweptAt > sweepMs[isClosed() ? 'atTheEnd' : 'meanwhile']) {
        sweptAt = Date.now()
        await sweep(clients)
        await renewSessions(customers)
      }
      await look()
      await pause(lookMs)
    }
    return ended
  }
  const records = lookOn()
  records.catch(() => undefined)
  return {
    add(order: Order) {
      if (open.size === 0) progressAt = Date.now()
      open.set(order, ended.length)
    },
    open: () => open.size,
    /** Nothing more is added. */
    close: () => closing.abort(),
    /** Of all, once each has ended. */
    records,
  }
}

async function renewSessions(customers: readonly Customer[]): Promise<void> {
  // While the backend starts again, nobody signs in.
  for (const customer of customers) await customer.staySignedIn().catch(() => undefined)
}

/** Starts the sweeper; what a fault makes of that is made good by the next one. */
async function sweep({ patient, sweep: FunctionName }: Clients): Promise<void> {
  await patient.lambda.send(new InvokeCommand({ FunctionName })).catch(() => undefined)
}

/** Removes what no record names, which is usually done a day later. */
async function tidy({ clients, customers }: World): Promise<void> {
  for (const { sub: owners } of customers) {
    const Payload = JSON.stringify({ owners, olderThanSeconds: 0 })
    const command = new InvokeCommand({ FunctionName: clients.tidyObjects, Payload })
    const { FunctionError } = await clients.patient.lambda.send(command)
    if (FunctionError) throw new Violation(`objects of ${owners} are not tidied: ${FunctionError}`)
  }
}

/** What was made is there for others to be edited over. */
function notePatches({ patches }: Customer, { id, outputs = [] }: Generation): void {
  for (const { index, patchKey } of outputs) {
    if (patchKey) patches.push({ generationId: id, index })
  }
}

/** Before which orders the backend is killed: at least one, each in a span of its own. */
function drawKills(random: Random, size: number): ReadonlySet<number> {
  const kills = Math.max(1, Math.round(size / ordersPerKill))
  const span = size / kills
  return new Set(Array.from({ length: kills }, (_, n) => Math.floor(span * (n + random()))))
}

/** Changes the faults again and again, and kills the backend when it is told to. */
function startChaos({ backend, endpoint, random, faults }: World): {
  kill(): void
  stop(): Promise<void>
} {
  endpoint.suffers = true
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
      endpoint.suffers = false
      await ended
    },
  }
}

async function inLanes(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < count) {
      next += 1
      await work(next - 1)
    }
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
