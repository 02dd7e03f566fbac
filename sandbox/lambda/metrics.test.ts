import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'

const atMs = Date.UTC(2026, 10, 21)

function line(values: object, dimensions: string[][] = [['service']]): string {
  const metrics = Object.keys(values).map((Name) => ({ Name, Unit: 'Milliseconds' }))
  return JSON.stringify({
    _aws: {
      Timestamp: atMs,
      CloudWatchMetrics: [{ Namespace: 'App', Dimensions: dimensions, Metrics: metrics }],
    },
    service: 'jobs',
    model: 'titan',
    ...values,
  })
}

test('values of a metric are counted and summed, with percentiles', () => {
  const metrics = createMetrics(() => atMs)
  for (let value = 1; value <= 100; value += 1) metrics.collect(line({ took: value }))
  // 1 + 2 + … + 100 = 5050; half of the values are up to 50, 95 of 100 up to 95.
  expect(metrics.list()).toEqual([
    {
      namespace: 'App',
      name: 'took',
      unit: 'Milliseconds',
      dimensions: { service: 'jobs' },
      count: 100,
      sum: 5050,
      min: 1,
      max: 100,
      p50: 50,
      p95: 95,
      atMs,
    },
  ])
})

test('percentiles look at the latest 500 values only, sums at all', () => {
  const metrics = createMetrics()
  metrics.collect(line({ took: Array.from({ length: 100 }, () => 9_000) }))
  for (let batch = 0; batch < 5; batch += 1) {
    metrics.collect(line({ took: Array.from({ length: 100 }, () => 2) }))
  }
  expect(metrics.list()[0]).toMatchObject({ count: 600, sum: 901_000, max: 9_000, p95: 2 })
})

test('each set of dimensions is a series of its own', () => {
  const metrics = createMetrics()
  metrics.collect(line({ took: 5 }, [[], ['service', 'model']]))
  expect(metrics.list().map(({ dimensions }) => dimensions)).toEqual([
    { service: 'jobs', model: 'titan' },
    {},
  ])
})

test.each([
  'plain text',
  '{"_aws": broken',
  '{"_aws":{"CloudWatchMetrics":"no"}}',
  line({ took: 'text' }),
  line({ took: [] }),
])('a line that measures nothing changes nothing: %s', (text) => {
  const metrics = createMetrics()
  metrics.collect(text)
  expect(metrics.list()).toEqual([])
})

test('no more than a thousand series are kept', () => {
  const metrics = createMetrics()
  for (let at = 0; at < 1_100; at += 1) metrics.collect(line({ [`m${at}`]: 1 }))
  expect(metrics.list()).toHaveLength(1_000)
})
