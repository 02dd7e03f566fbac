import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { aGeneration, titan } from '../../tests/builders/generation.ts'

let lines: string[] = []

// Powertools prints by the global console when it is told that it is not in Lambda.
beforeEach(() => {
  lines = []
  vi.stubEnv('POWERTOOLS_DEV', 'true')
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false')
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

test('a job that ended is counted in embedded metric format, without its words', async () => {
  const { countJob } = await import('./metrics.ts')
  const done = { status: 'SUCCEEDED', costMicros: 8_000, totalMs: 900, prompt: 'a secret garden' }
  countJob(aGeneration(done))
  expect(lines).toHaveLength(3)
  const line = JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>
  expect(line).toMatchObject({
    service: 'repaint',
    status: 'SUCCEEDED',
    model: titan,
    operation: 'TEXT_TO_IMAGE',
    Jobs: 1,
    JobCost: 8_000,
    JobTime: 900,
    _aws: { CloudWatchMetrics: [{ Namespace: 'Repaint' }] },
  })
  // What was not measured is not there, rather than 0.
  expect(line).not.toHaveProperty('PasteTime')
  expect(lines.join()).not.toContain('garden')
})

test('each line has its own dimensions', async () => {
  const { countModelCall, countSwept } = await import('./metrics.ts')
  countModelCall({ model: titan, outcome: 'THROTTLED', durationMs: 12 })
  countSwept({ ended: 0, resent: 2, oldestSeconds: 40 })
  const [call, swept] = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(call).toMatchObject({ model: titan, outcome: 'THROTTLED', ModelCalls: 1, ModelTime: 12 })
  expect(swept).toMatchObject({ JobsEndedBySweep: 0, JobsSentAgain: 2, OldestWaitingJob: 40 })
  expect(swept).not.toHaveProperty('model')
})

test('alarms hear of jobs that failed, unless by what was asked for, and of no other dimension', async () => {
  const { countJob } = await import('./metrics.ts')
  countJob(aGeneration({ status: 'FAILED', errorCode: 'MODEL_UNAVAILABLE' }))
  countJob(aGeneration({ status: 'FAILED', errorCode: 'INVALID_IMAGE' }))
  const ends = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => 'JobsEnded' in line)
  expect(ends.map((line) => line['JobsFailed'])).toEqual([1, 0])
  expect(ends[0]).toMatchObject({
    _aws: { CloudWatchMetrics: [{ Dimensions: [['service', 'deployment']] }] },
  })
})
