import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { connect, type SandboxOutputs } from '../../sandbox/connect.ts'
import { hashText, type Random, seededRandom } from '../../sandbox/random.ts'
import type { BackendFacts } from '../../scripts/backend-process.ts'
import { signInDemo } from '../../scripts/sign-in-demo.ts'
import { openClients } from './clients.ts'
import { createCounterLoad } from './counters.ts'
import { createItemLoad } from './items.ts'
import { createKillableBackend } from './killable-backend.ts'
import { type Load, Violation } from './load.ts'
import { createMessageLoad } from './messages.ts'
import { createObjectLoad } from './objects.ts'
import { createPeopleLoad } from './people.ts'
import { createRaceLoad } from './races.ts'
import { createRemovalLoad } from './removals.ts'
import { createTitleLoad } from './titles.ts'
import { createTransactionLoad } from './transactions.ts'

/** How long the loads run before the backend is killed. */
const loadMs = { least: 200, most: 2_500 }
/** How long the first round goes on at most until every load was answered once. */
const maxFirstAnswerMs = 60_000
/** How often a starting backend is killed as well, and within what time of its start. */
const startKills = { share: 0.2, minMs: 300, maxMs: 3_500 }

export type Campaign = {
  readonly rounds: number
  readonly seed: number
  /** A folder for the backend's state and log. */
  readonly dir: string
  /** Told of each round that passed. */
  readonly say: (line: string) => void
}

/** Calls that were acknowledged, by load. */
export type Totals = Readonly<Record<string, number>>

/**
 * Rounds of load on the backend, each ended by SIGKILL at a random instant; after the restart
 * everything is compared with what was acknowledged. The seed fixes the choices and the instants,
 * not what the machine makes of them.
 * @throws Violation at the first thing that is not as it must be
 */
export async function runCampaign(campaign: Campaign): Promise<Totals> {
  const { rounds, seed, dir, say } = campaign
  const random = seededRandom(seed)
  const backend = await createKillableBackend(dir)
  try {
    // The first start makes everything: tables, keys, the account.
    await backend.startAndKill(between(random, startKills.minMs, startKills.maxMs))
    const loads = await openLoads(await backend.start())
    for (let round = 1; round <= rounds; round += 1) {
      const lanes = startLanes(loads, seed + round)
      await pause(between(random, loadMs.least, loadMs.most))
      if (round === 1) await untilAllAcknowledged(loads)
      lanes.stop()
      await backend.kill()
      if (random() < startKills.share) {
        await backend.startAndKill(between(random, startKills.minMs, startKills.maxMs))
      }
      await backend.start()
      await lanes.ended()
      for (const load of loads) await checked(load)
      say(`round ${round} of ${rounds}: ${describe(totalsOf(loads))}`)
    }
    return totalsOf(loads)
  } finally {
    await backend.close()
  }
}

async function openLoads(facts: BackendFacts): Promise<readonly Load[]> {
  const outputs = JSON.parse(await readFile(facts.outputsFile, 'utf8')) as SandboxOutputs
  await connect(outputs)
  const userId = await signInDemo()
  const clients = await openClients(facts)
  return [
    // Before the next two, which take away what they have looked at: it compares the indexes of all.
    createItemLoad(clients),
    createTransactionLoad(clients),
    createRaceLoad(clients),
    createCounterLoad(clients),
    createObjectLoad(clients),
    createMessageLoad(clients),
    createPeopleLoad(clients, facts),
    await createTitleLoad(clients, userId),
    createRemovalLoad(clients, userId),
  ]
}

/** Cold functions on a busy machine may need longer than a round lasts. */
async function untilAllAcknowledged(loads: readonly Load[]): Promise<void> {
  const untilMs = performance.now() + maxFirstAnswerMs
  while (loads.some(({ acknowledged }) => acknowledged === 0) && performance.now() < untilMs) {
    await pause(50)
  }
}

/** Every lane of every load, until it is stopped. */
function startLanes(loads: readonly Load[], seed: number) {
  const stopping = new AbortController()
  const run = async (load: Load, lane: number) => {
    const random = seededRandom(seed ^ hashText(`${load.name} ${lane}`))
    while (!stopping.signal.aborted) await load.step(random, lane)
  }
  const lanes = loads.flatMap((load) =>
    Array.from({ length: load.lanes }, (_, lane) => named(load, run(load, lane))),
  )
  const settled = Promise.allSettled(lanes)
  return {
    stop: () => stopping.abort(),
    /** @throws what a lane threw */
    async ended(): Promise<void> {
      for (const lane of await settled) if (lane.status === 'rejected') throw lane.reason
    },
  }
}

function checked(load: Load): Promise<void> {
  return named(load, load.check())
}

/** What goes wrong says where. */
async function named(load: Load, work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (cause) {
    throw new Violation(`${load.name}: ${String(cause).replace(/^Violation: /, '')}`, { cause })
  }
}

function totalsOf(loads: readonly Load[]): Totals {
  return Object.fromEntries(loads.map(({ name, acknowledged }) => [name, acknowledged]))
}

function describe(totals: Totals): string {
  return Object.entries(totals)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}

function between(random: Random, least: number, most: number): number {
  return Math.floor(least + random() * (most - least))
}
