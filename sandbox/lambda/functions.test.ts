import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { LogEvent } from '../log.ts'
import type { FunctionConfig } from './function-config.ts'
import { createFunctionLog, type FunctionLog } from './function-log.ts'
import { createFunctions, type Functions } from './functions.ts'
import { createMetrics } from './metrics.ts'

const handler = `
let calls = 0
export async function handler(event, context) {
  calls += 1
  if (event.do === 'throw') throw Object.assign(new Error('no luck'), { name: 'Unlucky' })
  if (event.do === 'hang') return new Promise(() => {})
  if (event.do === 'exit') process.exit(3)
  if (event.do === 'print') console.log('a line')
  return {
    calls,
    pid: process.pid,
    requestId: context.awsRequestId,
    remainingMs: context.getRemainingTimeInMillis(),
    environment: Object.keys(process.env),
    key: process.env.AWS_ACCESS_KEY_ID,
  }
}
`
let dir: string
let functions: Functions
let logs: FunctionLog
const events: LogEvent[] = []

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'functions-'))
  await writeFile(join(dir, 'index.mjs'), handler)
  logs = createFunctionLog(join(dir, 'logs'))
})
afterEach(() => functions.close())
afterAll(async () => {
  await logs.flush()
  await rm(dir, { recursive: true })
})

function start(change: Partial<FunctionConfig> = {}): Functions {
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
  functions = createFunctions({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    logs,
    metrics: createMetrics(),
    log: (event) => events.push(event),
  })
  functions.update({
    configs: [config],
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
  start()
  const first = await call({})
  const second = await call({})
  expect(second).toMatchObject({ calls: 2, pid: first['pid'], key: 'ASIA1' })
  expect(second['requestId']).not.toBe(first['requestId'])
  expect(first['remainingMs']).toBeLessThanOrEqual(5_000)
  expect(first['environment']).toContain('GREETING')
  expect(first['environment']).not.toContain('HOME')
})

test('an error of the handler is reported by its name, and the process goes on', async () => {
  start()
  expect(await call({ do: 'throw' })).toEqual({ errorType: 'Unlucky', errorMessage: 'no luck' })
  expect(await call({})).toMatchObject({ calls: 2 })
})

test('a function that takes too long is killed, and the next call gets a new process', async () => {
  start({ timeoutMs: 500 })
  expect(await call({ do: 'hang' })).toMatchObject({
    errorType: 'Sandbox.Timedout',
    errorMessage: expect.stringContaining('Task timed out after 0.50 seconds') as string,
  })
  functions.close()
  start()
  expect(await call({})).toMatchObject({ calls: 1 })
})

test('a process that exits in the middle fails its invocation only', async () => {
  start()
  expect(await call({ do: 'exit' })).toMatchObject({ errorType: 'Runtime.ExitError' })
  expect(await call({})).toMatchObject({ calls: 1 })
})

test('no more processes run at once than the function reserves', async () => {
  start({ reservedConcurrency: 2 })
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => call({})))
  expect(new Set(answers.map((each) => each['pid'])).size).toBeLessThanOrEqual(2)
})

test('a handler that does not load says so at each call', async () => {
  start({ handler: 'missing.handler' })
  expect(await call({})).toMatchObject({ errorMessage: "Cannot find module 'missing'" })
})

test('an unknown function is not found', async () => {
  start()
  expect(await functions.invoke('nobody', {}, 'RequestResponse')).toMatchObject({
    kind: 'failed',
    errorType: 'ResourceNotFoundException',
  })
})
