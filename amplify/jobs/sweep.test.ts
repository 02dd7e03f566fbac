import { expect, test } from 'vitest'
import { ada, aGeneration, noon, uuid } from '../../tests/builders/generation.ts'
import { limitsOf } from '../../tests/builders/limits.ts'
import { fakeEdges } from '../../tests/fakes/edges.ts'
import { sweep } from './sweep.ts'

const limits = limitsOf({ all: { images: 10, costMicros: 1_000_000 } })
const settings = { leaseSeconds: 60, limits }
const at = (ms: number) => new Date(noon + ms).toISOString()

async function open(...jobs: Parameters<typeof aGeneration>[0][]) {
  const edges = fakeEdges()
  for (const [index, job] of jobs.entries()) {
    const generation = aGeneration({ id: uuid(index + 1), ...job })
    edges.generations.rows.set(generation.id, generation)
    await edges.usage.reserveOnce(generation, limits)
  }
  return edges
}

test('a job past its deadline fails and gives its quota back', async () => {
  const edges = await open({ deadline: at(-1) })
  expect(await sweep(edges, settings)).toEqual({ seen: 1, ended: 1, resent: 0 })
  expect(edges.generations.rows.get(uuid(1))).toMatchObject({
    status: 'FAILED',
    errorCode: 'TIMED_OUT',
  })
  expect(edges.usage.images).toBe(0)
})

test('a job that a worker holds is left alone, even past its deadline', async () => {
  const edges = await open({ status: 'RUNNING', leaseUntil: at(1), deadline: at(-1) })
  expect(await sweep(edges, settings)).toEqual({ seen: 1, ended: 0, resent: 0 })
})

test('a job whose message was lost is sent again, over several pages', async () => {
  const edges = await open(
    { createdAt: at(-61_000) },
    { createdAt: at(-1_000) },
    { status: 'WAITING', leaseUntil: at(-61_000) },
    { status: 'RUNNING', attempt: 1, leaseUntil: at(-61_000) },
  )
  expect(await sweep(edges, settings)).toEqual({ seen: 4, ended: 0, resent: 3 })
  expect(edges.queue.sent.map(({ id }) => id)).toEqual([uuid(1), uuid(3), uuid(4)])
})

test('a job that was never reserved is reserved, or refused, before it is sent', async () => {
  const edges = await open({ createdAt: at(-61_000) })
  edges.usage.held.clear()
  edges.usage.images = limits.OWNER_DAY.images
  expect(await sweep(edges, settings)).toEqual({ seen: 1, ended: 0, resent: 0 })
  expect(edges.generations.rows.get(uuid(1))?.errorCode).toBe('QUOTA_EXCEEDED')
  expect(edges.queue.sent).toEqual([])
})

test('a cancelled job whose worker died ends as cancelled', async () => {
  const edges = await open({ status: 'RUNNING', leaseUntil: at(-1), cancelRequested: true })
  await sweep(edges, settings)
  expect(edges.generations.rows.get(uuid(1))).toMatchObject({ status: 'CANCELLED', owner: ada })
})
