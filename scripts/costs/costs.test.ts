import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../paths.ts'
import { awsCosts, modelCosts } from './edits.ts'
import { idleMonth } from './idle.ts'
import { withCosts } from './page.ts'

test('the page of operations says what the catalogue’s prices come to', async () => {
  const page = await readFile(join(projectRoot, 'docs/operations.md'), 'utf8')
  // Else: npm run costs -- --write
  expect(withCosts(page)).toBe(page)
})

test('a thousand edits cost what their card says, and little beside it', () => {
  const inpaint = modelCosts().find(({ task }) => task === 'INPAINT')
  // 60,000 to 70,000 micro-dollars an image, which is $60 to $70 for a thousand.
  expect(inpaint?.dollars).toBeGreaterThanOrEqual(60)
  expect(inpaint?.dollars).toBeLessThanOrEqual(70)
  expect(awsCosts()).toBeLessThan(2)
})

test('four queues that wait cost what their requests cost', () => {
  const sqs = idleMonth().find(({ what }) => what.startsWith('SQS'))
  // 4 × 5 pollers × 2,628,000 s ÷ 20 s = 2,628,000 requests, a million of them free, at $0.40 a million.
  expect(sqs?.dollars).toBeCloseTo(0.6512, 4)
})
