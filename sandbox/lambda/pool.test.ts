import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FunctionConfig } from './function-config.ts'
import { createPool, type Pool } from './pool.ts'
import type { Worker } from './worker.ts'

const config: FunctionConfig = {
  name: 'test',
  arn: 'arn:aws:lambda:us-east-1:000000000000:function:test',
  handler: 'index.handler',
  codeDir: '/nowhere',
  roleArn: 'role',
  timeoutMs: 5_000,
  memoryMb: 128,
  environment: {},
  reservedConcurrency: undefined,
}

const patienceMs = 50

type FakeWorker = Worker & { alive: boolean; finishStart(): void }

let made: FakeWorker[]
let refusal: Error | undefined
let pool: Pool

beforeEach(() => {
  made = []
  refusal = undefined
  pool = createPool(config, start, { maxStarting: 1, patienceMs })
})
afterEach(() => pool.close())

function start(): FakeWorker {
  if (refusal) throw refusal
  let finishStart = () => undefined as void
  const started = new Promise<void>((resolve) => {
    finishStart = resolve
  })
  const worker: FakeWorker = {
    alive: true,
    expiresAtMs: Date.now() + 3_600_000,
    started,
    finishStart,
    run: () => Promise.reject(new Error('Nothing is run here.')),
    kill: () => {
      worker.alive = false
    },
  }
  made.push(worker)
  return worker
}

test('short invocations share the process that there is, however many come at once', async () => {
  const asked = Array.from({ length: 6 }, () => pool.acquire())
  made[0]?.finishStart()
  expect(await asked[0]).toBe(made[0])
  for (const next of asked.slice(1)) {
    await pause(patienceMs / 3)
    pool.release(made[0] as Worker)
    expect(await next).toBe(made[0])
  }
  expect(made).toHaveLength(1)
})

test('long invocations get a process each, one start after the other', async () => {
  for (const count of [1, 2, 3]) {
    const asked = pool.acquire()
    await expect.poll(() => made.length, { interval: 5 }).toBe(count)
    made.at(-1)?.finishStart()
    expect(await asked).toBe(made.at(-1))
  }
})

test('while a process starts, one that comes free is taken', async () => {
  const first = pool.acquire()
  made[0]?.finishStart()
  await first
  const second = pool.acquire()
  await expect.poll(() => made.length, { interval: 5 }).toBe(2)
  pool.release(made[0] as Worker)
  expect(await second).toBe(made[0])
  made[1]?.finishStart()
  await made[1]?.started
  expect(await pool.acquire()).toBe(made[1])
})

test('a process that ends while it starts is handed over, to say so, and is not used again', async () => {
  const asked = [pool.acquire(), pool.acquire()]
  made[0]?.kill()
  made[0]?.finishStart()
  expect(await asked[0]).toBe(made[0])
  pool.release(made[0] as Worker)
  made[1]?.finishStart()
  expect(await asked[1]).toBe(made[1])
})

test('each of those who wait is told that no process can be started', async () => {
  refusal = new Error('no role')
  const asked = await Promise.allSettled([pool.acquire(), pool.acquire()])
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(pool.isEmpty).toBe(true)
})

test('a retired pool is empty once its invocations are over', async () => {
  const asked = pool.acquire()
  made[0]?.finishStart()
  const worker = await asked
  pool.retire()
  expect(pool.isEmpty).toBe(false)
  pool.release(worker)
  expect(pool.isEmpty).toBe(true)
})
