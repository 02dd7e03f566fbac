import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runJobCampaign } from './campaign.ts'
import { runFairness } from './fairness.ts'

const timeout = 600_000

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'repaint-jobs-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

test('under faults and kills every job ends once, and is paid for once', { timeout }, async () => {
  const totals = await runJobCampaign({ jobs: 24, seed: 20_261_121, dir, say: () => undefined })
  // A campaign in which nothing came would show nothing.
  expect(totals['SUCCEEDED']).toBeGreaterThan(6)
})

test('nine people with one job each pass one who has many', { timeout }, async () => {
  const { median, most } = await runFairness({ jobs: 24, dir })
  expect(median).toBeLessThanOrEqual(most)
})
