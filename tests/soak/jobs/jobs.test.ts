import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { shortTimes } from '../../backend/settings.ts'
import { runJobCampaign } from './campaign.ts'

const timeout = 600_000

/** With one kill of the backend; `npm run soak` runs 10,000 jobs. */
const shortForm = { jobs: 8, seed: 20_261_121, times: shortTimes }

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'repaint-jobs-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

test('under faults and kills every job ends once, and is paid for once', { timeout }, async () => {
  const totals = await runJobCampaign({ ...shortForm, dir, say: () => undefined })
  // One of each kind at least, after the faults.
  expect(totals['SUCCEEDED']).toBeGreaterThanOrEqual(2)
  expect(totals['calls of the endpoint']).toBeGreaterThan(0)
})
