import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { synthesise } from '../sandbox/assembly/synthesise.ts'
import { runCampaign } from '../tests/soak/campaign.ts'
import { synthOptions } from './local-backend.ts'
import { runToEnd } from './terminal.ts'

const mostRounds = 100_000

/**
 * `npm run soak`: rounds of load and `kill -9` on the offline backend, each compared with what was
 * acknowledged. `-- --rounds 20 --seed 7`; stops at the first violation.
 */
async function main(): Promise<void> {
  const { rounds, seed } = readArguments(process.argv.slice(2))
  const say = (line: string) => process.stdout.write(`${line}\n`)
  const again = `npm run soak -- --rounds ${rounds} --seed ${seed}`
  say(`${rounds} rounds, seed ${seed}`)
  await synthesise(synthOptions())
  const dir = await mkdtemp(join(tmpdir(), 'repaint-soak-'))
  const startedMs = Date.now()
  try {
    await runCampaign({ rounds, seed, dir, say })
  } catch (error) {
    say(`${String(error)}\nRepeat it with: ${again}\nState and log are kept in ${dir}`)
    process.exit(1)
  }
  await rm(dir, { recursive: true, force: true })
  const minutes = ((Date.now() - startedMs) / 60_000).toFixed(1)
  say(`${rounds} rounds in ${minutes} minutes: nothing lost, nothing doubled (seed ${seed})`)
}

/** @throws Error for an unknown flag or a number out of range */
function readArguments(args: string[]): { rounds: number; seed: number } {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: 'string', default: '200' }, seed: { type: 'string' } },
  })
  const rounds = Number(values.rounds)
  if (!(Number.isInteger(rounds) && rounds >= 1 && rounds <= mostRounds)) {
    throw new Error(`--rounds takes a number from 1 to ${mostRounds}, not ${values.rounds}.`)
  }
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed)
  if (!Number.isInteger(seed)) throw new Error(`--seed takes a whole number, not ${values.seed}.`)
  return { rounds, seed }
}

await runToEnd(main)
