import { setTimeout as pause } from 'node:timers/promises'
import type { Generation } from '#domain/generation/generation.ts'
import { seededRandom } from '../../../sandbox/random.ts'
import type { BackendFacts } from '../../../scripts/backend-process.ts'
import { createKillableBackend } from '../killable-backend.ts'
import { Violation } from '../load.ts'
import { readRecord } from './check-jobs.ts'
import { limitless } from './limitless.ts'
import { drawOrder, type Order, place } from './orders.ts'
import { type Customer, openCustomers } from './people.ts'

/** How many jobs of the one who has many started while a job of somebody else waited. */
type Overtaken = { readonly most: number; readonly median: number }

/** Orders on their way at once, and how many jobs may end before the others come. */
const lanes = 8
const early = 10
const quiet = 9
/** Slower than orders come, so that most of the many wait. */
const requestsPerMinute = 120
/** Five jobs run at once; each of the nine may meet those, and the few that were on their way. */
const maxPassed = 12
const maxMs = 30 * 60_000
/** Between two looks at all jobs, which tell by themselves when they started. */
const lookMs = 500

export type FairnessCampaign = {
  /** How many jobs the one asks for who has many; more than ten. */
  readonly jobs: number
  /** A folder for the backend's state and log. */
  readonly dir: string
}

/**
 * One person asks for many images; when some are made, nine others ask for one each.
 * @returns how many of the many started while one of the nine waited
 * @throws Violation when more than a few passed one of the nine
 */
export async function runFairness({ jobs, dir }: FairnessCampaign): Promise<Overtaken> {
  const settings = [...limitless, `requestsPerMinute=*=${requestsPerMinute}`]
  const backend = await createKillableBackend(dir, [
    '--engine=instant',
    ...settings.map((each) => `--tell=${each}`),
  ])
  try {
    const passed = await measureFairness(await backend.start(), jobs)
    if (passed.most > maxPassed) {
      throw new Violation(`${passed.most} jobs of one person started while another's one waited`)
    }
    return passed
  } finally {
    await backend.close()
  }
}

async function measureFairness(facts: BackendFacts, many: number): Promise<Overtaken> {
  const random = seededRandom(1)
  const [busy, ...others] = await openCustomers(facts, quiet + 1)
  if (!busy) throw new Error('There is nobody.')
  const heavy = Array.from({ length: many }, () => drawOrder(random, busy))
  const waiting = [...heavy]
  const send = async () => {
    for (let order = waiting.shift(); order; order = waiting.shift()) await place(order)
  }
  await Promise.all(Array.from({ length: lanes }, send))
  await untilEnded(heavy, early)
  const light = others.map((customer: Customer) => drawOrder(random, customer))
  await Promise.all(light.map(place))
  const ended = await untilEnded([...heavy, ...light], many + quiet)
  const startedAt = ({ createdAt, queueMs = 0 }: Generation) => Date.parse(createdAt) + queueMs
  const starts = ended.filter(({ owner }) => owner === busy.sub).map(startedAt)
  const counts = ended
    .filter(({ owner }) => owner !== busy.sub)
    .map(
      (job) => starts.filter((at) => at > Date.parse(job.createdAt) && at < startedAt(job)).length,
    )
    .toSorted((left, right) => left - right)
  return { most: counts.at(-1) ?? Infinity, median: counts[quiet >> 1] ?? Infinity }
}

/** @returns the records of those that ended, once they are so many */
async function untilEnded(orders: readonly Order[], count: number): Promise<Generation[]> {
  const ended = new Map<string, Generation>()
  const until = Date.now() + maxMs
  while (Date.now() < until) {
    for (const order of orders.filter(({ id }) => !ended.has(id))) {
      const record = await readRecord(order)
      if (record?.finishedAt) ended.set(order.id, record)
      if (ended.size >= count) return [...ended.values()]
    }
    await pause(lookMs)
  }
  throw new Violation(`only ${ended.size} of ${count} jobs ended`)
}
