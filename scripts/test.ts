import { mkdir, rm } from 'node:fs/promises'
import { synthesise } from '../sandbox/assembly/synthesise.ts'
import { ensureChromium } from './chromium.ts'
import { synthOptions } from './local-backend.ts'
import {
  type Counts,
  check,
  journeys,
  reportsDir,
  sumOf,
  vitest,
  writeCounts,
} from './test-parts.ts'

/**
 * `npm test`: everything, and one line of counts at its end. The unit suite waits for processes so
 * much that the checks, the canvas tests and the journeys run beside it.
 */
async function main(): Promise<void> {
  ensureChromium()
  await rm(reportsDir, { recursive: true, force: true })
  await mkdir(reportsDir, { recursive: true })
  // Once for all: the suites that follow each start a backend of their own from the cache.
  await synthesise(synthOptions())
  const [unit, others] = await Promise.all([vitest(['unit', 'alone']), beside()])
  writeCounts(sumOf([unit, ...others]))
}

/** What fails fastest comes first. */
async function beside(): Promise<Counts[]> {
  const counts: Counts[] = []
  for (const name of ['format', 'lint', 'types', 'dead-code']) {
    counts.push(await check(name, ['npm', 'run', '--silent', `check:${name}`]))
  }
  counts.push(await vitest(['browser']))
  counts.push(await journeys())
  return counts
}

await main()
