import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runFairness } from './fairness.ts'

const timeout = 600_000

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'repaint-fairness-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

test('nine people with one job each pass one who has many', { timeout }, async () => {
  const { median, most } = await runFairness({ jobs: 24, dir })
  expect(median).toBeLessThanOrEqual(most)
})
