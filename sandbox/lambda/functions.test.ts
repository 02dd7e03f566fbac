import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createFaults, type FaultSource } from '../faults/faults.ts'
import type { LogEvent } from '../log.ts'
import { defaultEventSettings, type EventSettings } from './event-settings.ts'
import { type Delivery, type EventStore, openEventStore } from './event-store.ts'
import type { FunctionConfig } from './function-config.ts'
import { createFunctionLog, type FunctionLog } from './function-log.ts'
import { createFunctions, type Functions } from './functions.ts'
import { createMetrics } from './metrics.ts'

const handler = `
import { appendFileSync } from 'node:fs'
let calls = 0
export async function handler(event, context) {
  calls += 1
  if (event.note) appendFileSync(event.note, context.awsRequestId + '\\n')
  if (event.do === 'throw') throw Object.assign(new Error('no luck'), { name: 'Unlucky' })
  if (event.do === 'hang') return new Promise(() => {})
  if (event.do === 'exit') process.exit(3)
  if (event.do === 'fill') {
    globalThis.kept = Buffer.alloc(event.bytes, 1)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  if (event.do === 'print') console.log('a line')
  return {
    calls,
    pid: process.pid,
    requestId: context.awsRequestId,
    remainingMs: context.getRemainingTimeInMillis(),
    environment: Object.keys(process.env),
    greeting: process.env.GREETING,
    key: process.env.AWS_ACCESS_KEY_ID,
  }
}
`
let dir: string
let functions: Functions
let waiting: EventStore
let faults: FaultSource
let logs: FunctionLog
const events: LogEvent[] = []
const delivered: Delivery[] = []
let settings: Partial<EventSettings> = {}
let takes = () => true

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'functions-'))
  await writeFile(join(dir, 'index.mjs'), handler)
  logs = createFunctionLog(join(dir, 'logs'))
})
afterEach(async () => {
  await functions.close()
  delivered.length = 0
  settings = {}
  takes = () => true
})
afterAll(async () => {
  await logs.flush()
  await rm(dir, { recursive: true })
})

async function start(
  change: Partial<FunctionConfig> = {},
  variables: Record<string, string> = {},
): Promise<Functions> {
  const config: FunctionConfig = {
    name: 'test',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:test',
    handler: 'index.handler',
    codeDir: dir,
    roleArn: 'role',
    timeoutMs: 5_000,
    memoryMb: 128,
    environment: { GREETING: 'hello' },
    reservedConcurrency: undefined,
    ...change,
  }
  faults = createFaults()
  waiting = await openEventStore(join(dir, 'events'))
  functions = createFunctions({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    compiledDir: join(dir, 'compiled'),
    variables,
    logs,
    metrics: createMetrics(),
    events: waiting,
    faults,
    log: (event) => events.push(event),
  })
  functions.update({
    configs: [config],
    eventSettings: () => ({ ...defaultEventSettings, ...settings }),
    destinations: {
      deliver: (_, delivery) => {
        delivered.push(delivery)
        return Promise.resolve(takes())
      },
    },
    credentials: {
      issue: () => ({
        accessKeyId: 'ASIA1',
        secretAccessKey: 's',
        sessionToken: 't',
        expiresAtMs: Date.now() + 3_600_000,
      }),
    },
  })
  return functions
}

async function call(payload: unknown): Promise<Record<string, unknown>> {
  const result = await functions.invoke('test', payload, 'RequestResponse')
  return result.kind === 'returned'
    ? (result.payload as Record<string, unknown>)
    : { errorType: result.errorType, errorMessage: result.errorMessage }
}

test('a process stays warm between invocations, under its own credentials and environment', async () => {
  await start()
  const first = await call({})
  const second = await call({})
  expect(second).toMatchObject({ calls: 2, pid: first['pid'], key: 'ASIA1' })
  expect(second['requestId']).not.toBe(first['requestId'])
  expect(first['remainingMs']).toBeLessThanOrEqual(5_000)
  expect(first['environment']).toContain('GREETING')
  expect(first['environment']).not.toContain('HOME')
})

test('a process starts from what an earlier one compiled, whatever became of that', async () => {
  const file = join(dir, 'compiled', basename(dir))
  await start()
  await call({})
  const compiled = await readFile(file)
  expect(compiled.length).toBeGreaterThan(handler.length)
  for (const kept of [compiled, compiled.subarray(0, 99)]) {
    await functions.close()
    await writeFile(file, kept)
    await start()
    expect(await call({})).toMatchObject({ calls: 1, environment: expect.anything() as unknown })
  }
  expect((await readFile(file)).length).toBe(compiled.length)
})

test('a variable has the value that it is given in place of the template’s', async () => {
  await start({}, { GREETING: 'good day' })
  expect(await call({})).toMatchObject({ greeting: 'good day' })
  await functions.close()
  await expect(start({}, { GRETING: 'good day' })).rejects.toThrow(
    'No function has a variable GRETING.',
  )
})

test('an error of the handler is reported by its name, and the process goes on', async () => {
  await start()
  expect(await call({ do: 'throw' })).toEqual({ errorType: 'Unlucky', errorMessage: 'no luck' })
  expect(await call({})).toMatchObject({ calls: 2 })
})

test('a function that takes too long is killed, and the next call gets a new process', async () => {
  await start({ timeoutMs: 500 })
  expect(await call({ do: 'hang' })).toMatchObject({
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringContaining('Task timed out after 0.50 seconds') as string,
  })
  await functions.close()
  await start()
  expect(await call({})).toMatchObject({ calls: 1 })
})

test('a process that exits in the middle fails its invocation only', async () => {
  await start()
  expect(await call({ do: 'exit' })).toMatchObject({ errorType: 'Runtime.ExitError' })
  expect(await call({})).toMatchObject({ calls: 1 })
})

test('no more processes run at once than the function reserves', async () => {
  await start({ reservedConcurrency: 2 })
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => call({})))
  expect(new Set(answers.map((each) => each['pid'])).size).toBeLessThanOrEqual(2)
})

test('a handler that does not load says so at each call', async () => {
  await start({ handler: 'missing.handler' })
  expect(await call({})).toMatchObject({ errorMessage: "Cannot find module 'missing'" })
})

test('an unknown function is not found', async () => {
  await start()
  expect(await functions.invoke('nobody', {}, 'RequestResponse')).toMatchObject({
    kind: 'failed',
    errorType: 'ResourceNotFoundException',
  })
})

test('a process that a fault kills in the middle fails its invocation only', async () => {
  await start()
  faults.add({ times: 1, effect: { kind: 'killFunction', afterMs: 20, name: 'es' } })
  expect(await call({ do: 'hang' })).toMatchObject({ errorType: 'Runtime.ExitError' })
  expect(await call({})).toMatchObject({ calls: 1 })
})

/** A process starts slowly on a busy machine. */
const slow = { timeout: 20_000 }

/** The request ids of the invocations that noted themselves in a file. */
async function noted(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text.split('\n').filter((line) => line !== '')
}

test('an event that was taken runs after a restart, under its own id', async () => {
  const note = join(dir, 'taken')
  await start()
  // Its process has no time to begin before everything ends.
  const taken = await functions.invoke('test', { note }, 'Event')
  await functions.close()
  expect(await noted(note)).toEqual([])
  await start()
  functions.resume()
  await expect.poll(() => noted(note), slow).toEqual([taken.requestId])
  await expect.poll(() => waiting.waiting(), slow).toEqual([])
})

test('the end of an event is kept until it is sent on, over a restart too, and runs nothing again', async () => {
  const note = join(dir, 'sent-on')
  settings = { onSuccessArn: 'arn:aws:sqs:us-east-1:000000000000:ended' }
  takes = () => false
  await start()
  const { requestId } = await functions.invoke('test', { note }, 'Event')
  await expect.poll(() => delivered.length, slow).toBe(1)
  await functions.close()
  takes = () => true
  await start()
  functions.resume()
  await expect.poll(() => waiting.waiting(), slow).toEqual([])
  expect(delivered).toEqual([delivered[0], delivered[0]])
  expect(await noted(note)).toEqual([requestId])
})

test('a function that reserves no concurrency is throttled, and its events are given up', async () => {
  settings = { runsNever: true, onFailureArn: 'arn:aws:sqs:us-east-1:000000000000:ended' }
  await start({ reservedConcurrency: 0 })
  expect(await call({})).toMatchObject({ errorType: 'TooManyRequestsException' })
  await functions.invoke('test', {}, 'Event')
  await expect.poll(() => delivered.length, slow).toBe(1)
  expect(JSON.parse(delivered[0]?.body ?? '')).toMatchObject({
    requestContext: { condition: 'ZeroReservedConcurrency', approximateInvokeCount: 0 },
  })
})

test('an event that failed waits for its next try, over a restart too', async () => {
  const note = join(dir, 'failed')
  await start()
  const { requestId } = await functions.invoke('test', { note, do: 'throw' }, 'Event')
  await expect.poll(() => waiting.waiting()[0]?.failures, slow).toBe(1)
  await functions.close()
  await start()
  functions.resume()
  expect(waiting.waiting()).toMatchObject([{ requestId, failures: 1 }])
  expect(await noted(note)).toEqual([requestId])
  await waiting.end(requestId)
})

test.runIf(process.platform === 'linux')(
  'a function whose buffers outgrow its memory is killed, the next runs in a new process',
  async () => {
    await start({ memoryMb: 192 })
    const fill = (bytes: number) =>
      functions.invoke('test', { do: 'fill', bytes }, 'RequestResponse')
    expect(await fill(32_000_000)).toMatchObject({ kind: 'returned', payload: { calls: 1 } })
    expect(await fill(256_000_000)).toMatchObject({
      kind: 'failed',
      errorType: 'Runtime.OutOfMemory',
      errorMessage: expect.stringMatching(/Runtime exited with error: signal: killed$/),
    })
    expect(await fill(0)).toMatchObject({ kind: 'returned', payload: { calls: 1 } })
  },
)
