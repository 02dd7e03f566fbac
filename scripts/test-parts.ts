import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { localDir, projectRoot } from './paths.ts'

/** What came of a part of the suite; what is skipped counts as failed. */
export type Counts = { readonly passed: number; readonly failed: number }

export const reportsDir = join(localDir, 'reports')

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

/** A program of a dependency. To find it, npx would work for a second. */
export const installed = (name: string) => join(projectRoot, 'node_modules', '.bin', name)

/** Runs a command that passes or fails as a whole. */
export async function check(
  name: string,
  command: readonly string[],
  env: Record<string, string> = {},
): Promise<Counts> {
  const passed = await run(name, command, { env, yields: true })
  return passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** Lint and types of everything. */
export function checkCode(): Promise<Counts> {
  // Go's collector would take a fifth of it. So it uses more memory for the half minute instead.
  const env = { GOGC: '400' }
  return check('lint and types', ['npm', 'run', '--silent', 'check:code'], env)
}

/** Runs some of Vitest's projects at once; a run that leaves no report counts as failed. */
export async function vitest(
  projects: readonly ('unit' | 'backends' | 'alone' | 'browser')[],
  args: readonly string[] = [],
): Promise<Counts> {
  const [first = ''] = projects
  const report = join(reportsDir, `vitest-${first}.json`)
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]
  const chosen = projects.map((project) => `--project=${project}`)
  const clean = await run(
    `${first} tests`,
    [installed('vitest'), 'run', ...chosen, ...reporters, ...args],
    { yields: !projects.includes('backends') },
  )
  const counts = await readReport(report, vitestReport)
  if (!counts) return { passed: 0, failed: 1 }
  const failed = counts.numFailedTests + counts.numPendingTests
  // An error outside any test (a suite that does not load, an unhandled rejection) fails too.
  return { passed: counts.numPassedTests, failed: clean || failed > 0 ? failed : 1 }
}

/** Of the runs that share the browser journeys. Each has a backend of its own: what one breaks in it, no other meets. */
const journeyPorts = [5290, 5310] as const

/** Runs one of the two shares of the browser journeys; a run that leaves no report counts as failed. */
export async function journeys(index: 0 | 1): Promise<Counts> {
  const share = `${index + 1}/${journeyPorts.length}`
  const report = join(reportsDir, `journeys-${index + 1}.json`)
  const clean = await run(
    `journeys ${share}`,
    [installed('playwright'), 'test', '--config', 'e2e/playwright.config.ts', `--shard=${share}`],
    { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report, E2E_PORT: String(journeyPorts[index]) } },
  )
  const counts = (await readReport(report, playwrightReport))?.stats
  if (!counts) return { passed: 0, failed: 1 }
  const failed = counts.unexpected + counts.flaky + counts.skipped
  return { passed: counts.expected, failed: clean || failed > 0 ? failed : 1 }
}

export function sumOf(counts: readonly Counts[]): Counts {
  return counts.reduce((sum, { passed, failed }) => ({
    passed: sum.passed + passed,
    failed: sum.failed + failed,
  }))
}

/** Says how a run ended, in its last line and its exit code. */
export function writeCounts({ passed, failed }: Counts): void {
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
  process.exit(failed === 0 ? 0 : 1)
}

async function readReport<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : schema.parse(JSON.parse(text))
}

/** As `nice` has it: beside one that does not yield, it gets a third of a processor. */
const yielding = 3

/**
 * Runs a command. What it prints appears at its end, since others run beside it.
 * @param on.yields whether it lets others go first, where all processors are busy
 */
function run(
  what: string,
  [command = '', ...args]: readonly string[],
  on: { env?: Record<string, string>; yields?: boolean },
): Promise<boolean> {
  const startedMs = Date.now()
  process.stdout.write(`… ${what}\n`)
  const child = spawn(command, args, {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...on.env },
  })
  if (on.yields && child.pid) setPriority(child.pid, yielding)
  const output: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
  return new Promise((resolve) => {
    // A command that cannot be started closes as well, with a negative code.
    child.once('error', (cause) => output.push(Buffer.from(`${String(cause)}\n`)))
    child.once('close', (code) => {
      const seconds = Math.round((Date.now() - startedMs) / 1_000)
      process.stdout.write(Buffer.concat(output))
      process.stdout.write(`${code === 0 ? '✓' : '✗'} ${what} (${seconds} s)\n`)
      resolve(code === 0)
    })
  })
}
