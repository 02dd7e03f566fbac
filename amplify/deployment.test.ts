import { expect, test } from 'vitest'
import { readDeployment } from './deployment.ts'

const context = (values: Record<string, unknown> = {}) => ({
  tryGetContext: (key: string) => values[key],
})

test('without any setting the times stand in order and no retired model is allowed', () => {
  const { modelSeconds, runSeconds, visibilitySeconds, leaseSeconds, ...rest } = readDeployment(
    context(),
    {},
  )
  const times = [
    2 * modelSeconds,
    runSeconds,
    visibilitySeconds,
    leaseSeconds,
    rest.lifetimeSeconds,
  ]
  expect(times).toEqual([240, 360, 420, 480, 3_600])
  expect(rest).toMatchObject({
    modelRegions: ['us-west-2'],
    preferredModels: [],
    allowedRetiredModels: [],
    functionPlatform: 'linux-arm64',
  })
})

test('a setting comes from the environment, and the context goes before it', () => {
  const environment = {
    REPAINT_ALLOWED_RETIRED_MODELS: 'one, two',
    REPAINT_LEASE_SECONDS: '500',
    REPAINT_DAILY_IMAGES: '7',
  }
  const given = context({
    'repaint:leaseSeconds': 600,
    'repaint:allowedOrigins': ['https://a.example'],
  })
  expect(readDeployment(given, environment)).toMatchObject({
    allowedRetiredModels: ['one', 'two'],
    leaseSeconds: 600,
    dailyImages: 7,
    allowedOrigins: ['https://a.example'],
  })
})

test.each([
  ['a lease that ends before the queue shows the message again', 'leaseSeconds', 420],
  ['a queue that shows a message while its function still runs', 'visibilitySeconds', 360],
  ['a function too short for a call and its retry', 'runSeconds', 240],
  ['a lifetime that ends within the lease', 'lifetimeSeconds', 480],
  ['a concurrency that Lambda does not take', 'concurrency', 1],
  ['a number that is none', 'dailyImages', 'many'],
  ['a month without an image', 'totalMonthlyImages', 0],
  ['a quota without a number', 'requestsPerMinute', 'amazon.titan-image-generator-v2:0'],
  ['a quota of nothing', 'requestsPerMinute', '*=0'],
  ['no Region for models', 'modelRegions', ' '],
  ['a preview that there is not', 'previewModels', 'amazon.nova-canvas-v2:0'],
  ['an origin with a path', 'allowedOrigins', 'https://edit.example.org/'],
  ['a firewall that would stop everybody', 'requestsPerAddress', 9],
  ['a span of logs that CloudWatch does not know', 'logDays', 31],
  ['an address that is none', 'alarmEmail', 'owner'],
])('%s is refused', (_what, setting, value) => {
  expect(() => readDeployment(context({ [`repaint:${setting}`]: value }), {})).toThrow(setting)
})

test('a branch lets its own domain in as browsers write it, and localhost only if told to', () => {
  const branch = context({
    'amplify-backend-type': 'branch',
    'amplify-backend-namespace': 'd1',
    'amplify-backend-name': 'Feature/Big_Brush.2',
  })
  expect(readDeployment(branch, {})).toMatchObject({
    name: 'd1/Feature/Big_Brush.2',
    allowedOrigins: ['https://feature-big-brush-2.d1.amplifyapp.com'],
  })
})
