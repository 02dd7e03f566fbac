import { mkdir, rm } from 'node:fs/promises'
import { synthesise } from '../sandbox/assembly/synthesise.ts'
import { ownModels, shortTimes } from '../tests/backend/settings.ts'
import { ensureChromium } from './chromium.ts'
import { synthOptions } from './local-backend.ts'
import { environmentOf } from './options.ts'
import {
  type Counts,
  check,
  checkCode,
  journeys,
  reportsDir,
  sumOf,
  vitest,
  writeCounts,
} from './test-parts.ts'

/**
 * `npm test`: everything, and one line of counts at its end. Journeys and whole backends wait for
 * other processes most of the time. So they all begin at once, and what only computes has what they
 * leave of the processors.
 */
async function main(): Promise<void> {
  ensureChromium()
  await rm(reportsDir, { recursive: true, force: true })
  await mkdir(reportsDir, { recursive: true })
  const synthesised = synthesiseBackends()
  const counts = await Promise.all([
    synthesised.then(() => vitest(['backends'])),
    // The first share is the shorter one.
    synthesised.then(async () => [await journeys(0), await vitest(['browser'])]),
    synthesised.then(() => journeys(1)),
    computing(synthesised),
  ])
  writeCounts(sumOf(counts.flat()))
}

/** What fails fastest comes first. */
async function computing(synthesised: Promise<void>): Promise<Counts[]> {
  const checked = [
    await check('format', ['npm', 'run', '--silent', 'check:format']),
    await check('dead code', ['npm', 'run', '--silent', 'check:dead-code']),
    await checkCode(),
  ]
  await synthesised
  return [...checked, await vitest(['unit', 'alone'])]
}

/** Once for all: two suites that start at once would each synthesise what both need. */
async function synthesiseBackends(): Promise<void> {
  for (const settings of [ownModels, shortTimes, {}]) {
    await synthesise(synthOptions(environmentOf(settings)))
  }
}

await main()
