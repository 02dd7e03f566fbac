import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { synthesise } from '../sandbox/assembly/synthesise.ts'
import { runCampaign } from '../tests/soak/campaign.ts'
import { runCrashCampaign } from '../tests/soak/crash/run.ts'
import { runJobCampaign } from '../tests/soak/jobs/campaign.ts'
import { runFairness } from '../tests/soak/jobs/fairness.ts'
import { runTakeAways } from '../tests/soak/permissions.ts'
import { synthOptions } from './local-backend.ts'
import { runToEnd } from './terminal.ts'

const most = 100_000
/** What the one asks for who has many. */
const maxOfOne = 500
/** Of a worker: a machine that does something else besides starts one in several seconds. */
const times = { modelSeconds: '8', runSeconds: '20', visibilitySeconds: '22', leaseSeconds: '24' }
const names = ['kills', 'crash', 'jobs', 'fairness', 'permissions'] as const
type Name = (typeof names)[number]
type Arguments = {
  readonly only: Name | undefined
  /** Of a campaign that has rounds; left out, as many as it usually has. */
  readonly rounds: number | undefined
  readonly jobs: number
  readonly seed: number
}
type Place = { readonly dir: string; readonly say: (line: string) => void }

/**
 * `npm run soak`: campaigns on the offline backend. `kills`: rounds of load and `kill -9`, each
 * compared with what was acknowledged. `crash`: the app in a browser, ended in the middle of work by the
 * end of its tab, the browser or the backend, and compared with what was done. `jobs`: jobs against injected faults and kills, whose ends,
 * objects, usage and model calls are compared. `fairness`: 500 jobs of one person beside one each of
 * nine others. `permissions`: each statement of the policies is taken away, and what needs it fails.
 * `-- kills --rounds 20`, `-- jobs --jobs 1000`, `--seed 7`; stops at the first violation. Ctrl-C during
 * `jobs` ends the orders; those that were placed are seen to their end and compared.
 */
async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2))
  const { jobs, seed } = asked
  const rounds = (usual: number) => asked.rounds ?? usual
  await synthesise(synthOptions())
  const campaigns: Record<Name, (place: Place) => Promise<object>> = {
    kills: (place) => runCampaign({ ...place, rounds: rounds(200), seed }),
    crash: (place) => runCrashCampaign({ ...place, rounds: rounds(100), seed }),
    jobs: (place) => runJobCampaign({ ...place, jobs, seed, times, enough: interrupted() }),
    fairness: ({ dir }) => runFairness({ dir, jobs: maxOfOne }),
    permissions: ({ say }) => runTakeAways(say),
  }
  const flags = {
    kills: `--rounds ${rounds(200)}`,
    crash: `--rounds ${rounds(100)}`,
    jobs: `--jobs ${jobs}`,
    fairness: '',
    permissions: '',
  }
  for (const name of names) {
    if (asked.only && asked.only !== name) continue
    await soak(`${name} ${flags[name]} --seed ${seed}`, campaigns[name])
  }
}

/** Aborted by the first Ctrl-C. */
function interrupted(): AbortSignal {
  const controller = new AbortController()
  process.once('SIGINT', () => controller.abort())
  return controller.signal
}

async function soak(what: string, campaign: (place: Place) => Promise<object>): Promise<void> {
  const say = (line: string) => process.stdout.write(`${line}\n`)
  const dir = await mkdtemp(join(tmpdir(), 'repaint-soak-'))
  const startedMs = Date.now()
  say(what)
  try {
    say(JSON.stringify(await campaign({ dir, say })))
  } catch (error) {
    say(`${String(error)}\nRepeat it with: npm run soak -- ${what}`)
    say(`State and log are kept in ${dir}`)
    process.exit(1)
  }
  await rm(dir, { recursive: true, force: true })
  const minutes = ((Date.now() - startedMs) / 60_000).toFixed(1)
  say(`${what}: nothing lost, nothing doubled, in ${minutes} minutes`)
}

/** @throws Error for an unknown campaign or flag, or a number out of range */
function readArguments(args: string[]): Arguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      jobs: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  })
  const [only] = positionals
  if (only !== undefined && !names.includes(only as Name)) {
    throw new Error(`There is no campaign ${only}: ${names.join(', ')}.`)
  }
  return {
    only: only as Name | undefined,
    rounds: values.rounds === undefined ? undefined : readNumber('rounds', values.rounds, 1),
    jobs: readNumber('jobs', values.jobs, 1),
    seed: readNumber('seed', values.seed, 0, Number.MAX_SAFE_INTEGER),
  }
}

function readNumber(...of: [name: string, text: string, least: number, greatest?: number]): number {
  const [name, text, least, greatest = most] = of
  const value = Number(text)
  if (Number.isInteger(value) && value >= least && value <= greatest) return value
  throw new Error(`--${name} takes a number from ${least} to ${greatest}, not ${text}.`)
}

await runToEnd(main)
