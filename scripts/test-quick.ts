import { mkdir } from 'node:fs/promises'
import { allFiles, changedFiles, testsOf } from './changed-rooms.ts'
import {
  type Counts,
  check,
  checkCode,
  installed,
  reportsDir,
  sumOf,
  vitest,
  writeCounts,
} from './test-parts.ts'

/**
 * `npm run test:quick`: the unit tests of the rooms that this branch touches, with lint and types of
 * everything, and the format of what changed. It says nothing of the rooms that use them, nor of
 * whole backends: `npm test` does.
 */
async function main(): Promise<void> {
  await mkdir(reportsDir, { recursive: true })
  const changed = changedFiles()
  const tests = testsOf(changed, allFiles())
  process.stdout.write(`${changed.length} files changed, ${tests.length} test files\n`)
  const [unit, checks] = await Promise.all([
    tests.length > 0 ? vitest(['unit', 'alone'], tests) : nothing,
    checksOf(changed.filter((file) => /\.(ts|tsx|mjs)$/.test(file))),
  ])
  writeCounts(sumOf([unit, checks]))
}

const nothing: Counts = { passed: 0, failed: 0 }

async function checksOf(code: readonly string[]): Promise<Counts> {
  if (code.length === 0) return nothing
  return sumOf([
    await check('format', [installed('biome'), 'ci', '--error-on-warnings', ...code]),
    await checkCode(),
  ])
}

await main()
