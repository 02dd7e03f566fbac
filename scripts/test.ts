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
 * `npm test`: everything, and one line of counts at its end. Most of it waits for other processes now
 * and then, so something else runs beside it from the beginning to the end.
 */
async function main(): Promise<void> {
  ensureChromium()
  await rm(reportsDir, { recursive: true, force: true })
  await mkdir(reportsDir, { recursive: true })
  const synthesised = synthesiseBackends()
  const counts = await Promise.all([checksAndTests(synthesised), inBrowsers(synthesised)])
  writeCounts(sumOf(counts.flat()))
}

async function checksAndTests(synthesised: Promise<void>): Promise<Counts[]> {
  const checked = await checks()
  await synthesised
  return [...checked, await vitest(['unit', 'backends', 'alone'])]
}

/** What fails fastest comes first. */
async function checks(): Promise<Counts[]> {
  return [
    await check('format', ['npm', 'run', '--silent', 'check:format']),
    await check('dead code', ['npm', 'run', '--silent', 'check:dead-code']),
    await checkCode(),
  ]
}

/** Once for all: two suites that start at once would each synthesise what both need. */
async function synthesiseBackends(): Promise<void> {
  for (const settings of [ownModels, shortTimes, {}]) {
    await synthesise(synthOptions(environmentOf(settings)))
  }
}

/** One journey follows another, and each waits much: the longest way, so it begins at once. */
async function inBrowsers(synthesised: Promise<void>): Promise<Counts[]> {
  await synthesised
  return [await journeys(), await vitest(['browser'])]
}

await main()
