import { spawnSync } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { synthesise } from '../sandbox/assembly/synthesise.ts'
import { ensureChromium } from './chromium.ts'
import { synthOptions } from './local-backend.ts'
import { localDir, projectRoot } from './paths.ts'

/** `npm test`: everything, in the order in which it fails fastest; ends with one line of counts. */
type Counts = { readonly passed: number; readonly failed: number }

const reportsDir = join(localDir, 'reports')

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numFailedTestSuites: z.number(),
})
const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
})

async function main(): Promise<void> {
  ensureChromium()
  await rm(reportsDir, { recursive: true, force: true })
  await mkdir(reportsDir, { recursive: true })
  // Once for all: the suites that follow each start a backend of their own from the cache.
  await synthesise(synthOptions())
  const results = [
    ...['format', 'lint', 'types', 'dead-code'].map((name) => check(name)),
    await vitest('unit'),
    await vitest('browser'),
    await playwright(),
  ]
  const total = results.reduce((sum, each) => ({
    passed: sum.passed + each.passed,
    failed: sum.failed + each.failed,
  }))
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`)
  process.exit(total.failed === 0 ? 0 : 1)
}

function check(name: string): Counts {
  const passed = run('npm', ['run', '--silent', `check:${name}`])
  process.stdout.write(`${passed ? '✓' : '✗'} ${name}\n`)
  return passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** A skipped test counts as failed, and so does a run that leaves no report. */
async function vitest(project: string): Promise<Counts> {
  const report = join(reportsDir, `vitest-${project}.json`)
  const clean = run('npx', [
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const counts = await readReport(report, vitestReport)
  if (!counts) return { passed: 0, failed: 1 }
  const failed = counts.numFailedTests + counts.numPendingTests
  // An error outside any test (a suite that does not load, an unhandled rejection) fails too.
  return { passed: counts.numPassedTests, failed: clean || failed > 0 ? failed : 1 }
}

async function playwright(): Promise<Counts> {
  const report = join(reportsDir, 'playwright.json')
  const clean = run('npx', ['playwright', 'test', '--config', 'e2e/playwright.config.ts'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  })
  const counts = (await readReport(report, playwrightReport))?.stats
  if (!counts) return { passed: 0, failed: 1 }
  const failed = counts.unexpected + counts.flaky + counts.skipped
  return { passed: counts.expected, failed: clean || failed > 0 ? failed : 1 }
}

async function readReport<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : schema.parse(JSON.parse(text))
}

function run(command: string, args: string[], env: Record<string, string> = {}): boolean {
  const { status } = spawnSync(command, args, {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  })
  return status === 0
}

await main()
