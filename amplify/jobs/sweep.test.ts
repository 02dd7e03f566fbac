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
  expect(await sweep(edges, settings)).toMatchObject({ seen: 1, ended: 1, resent: 0, settled: 0 })
  expect(edges.generations.rows.get(uuid(1))).toMatchObject({
    status: 'FAILED',
    errorCode: 'TIMED_OUT',
  })
  expect(edges.usage.images).toBe(0)
})

test('a job that a worker holds is left alone, even past its deadline', async () => {
  const edges = await open({ status: 'RUNNING', leaseUntil: at(1), deadline: at(-1) })
  expect(await sweep(edges, settings)).toMatchObject({ seen: 1, ended: 0, resent: 0, settled: 0 })
})

test('a job whose message was lost is sent again, over several pages', async () => {
  const edges = await open(
    { createdAt: at(-61_000) },
    { createdAt: at(-1_000) },
    { status: 'WAITING', leaseUntil: at(-61_000) },
    { status: 'RUNNING', attempt: 1, leaseUntil: at(-61_000) },
  )
  expect(await sweep(edges, settings)).toMatchObject({ seen: 4, ended: 0, resent: 3, settled: 0 })
  expect(edges.queue.sent.map(({ id }) => id)).toEqual([uuid(1), uuid(3), uuid(4)])
})

test('the longest wait is told, of jobs that no worker has', async () => {
  const edges = await open(
    { createdAt: at(-40_000) },
    { status: 'WAITING', createdAt: at(-50_000), leaseUntil: at(1) },
    { status: 'RUNNING', createdAt: at(-90_000), leaseUntil: at(1) },
  )
  expect(await sweep(edges, settings)).toMatchObject({ seen: 3, oldestSeconds: 50 })
})

test('a job that was never reserved is reserved, or refused, before it is sent', async () => {
  const edges = await open({ createdAt: at(-61_000) })
  edges.usage.held.clear()
  edges.usage.images = limits.OWNER_DAY.images
  expect(await sweep(edges, settings)).toMatchObject({ seen: 1, ended: 0, resent: 0, settled: 0 })
  expect(edges.generations.rows.get(uuid(1))?.errorCode).toBe('QUOTA_EXCEEDED')
  expect(edges.queue.sent).toEqual([])
})

test('a cancelled job whose worker died ends as cancelled', async () => {
  const edges = await open({ status: 'RUNNING', leaseUntil: at(-1), cancelRequested: true })
  await sweep(edges, settings)
  expect(edges.generations.rows.get(uuid(1))).toMatchObject({ status: 'CANCELLED', owner: ada })
})

test('a job that ended without being settled is settled; one that is gone counts in full', async () => {
  const long = { createdAt: at(-200_000) }
  const edges = await open(long, long, long, { createdAt: at(-60_000) })
  const [ended, gone, , fresh] = [1, 2, 3, 4].map(uuid)
  const made = { outputs: [{ index: 0, status: 'SUCCEEDED' }], costMicros: 8_000 }
  const finished = { ...long, ...made, status: 'SUCCEEDED', open: undefined }
  edges.generations.rows.set(String(ended), aGeneration({ id: ended, ...finished }))
  edges.generations.rows.delete(String(gone))
  edges.generations.rows.delete(String(fresh))
  expect((await sweep(edges, settings)).settled).toBe(2)
  // The open one holds its image still, and so does the one that a worker may be about to settle.
  expect([...edges.usage.held.keys()]).toEqual([uuid(3), fresh])
  expect([edges.usage.images, edges.usage.costMicros]).toEqual([4, 38_000])
})

test('a job that something was paid for is sent again before it is given up', async () => {
  const paid = { status: 'RUNNING', attempt: 1, modelCalls: 1, leaseUntil: at(-61_000) }
  const edges = await open({ ...paid, deadline: at(-1) })
  expect(await sweep(edges, settings)).toMatchObject({ ended: 0, resent: 1 })
  edges.clock.now += 120_000
  expect(await sweep(edges, settings)).toMatchObject({ ended: 1, resent: 0 })
})

test('a job that cannot be swept keeps none of the others from it', async () => {
  const lost = { createdAt: at(-200_000) }
  const edges = await open(lost, { ...lost, deadline: at(-1) }, lost, lost, lost)
  const [bad, , , , unsettled] = [1, 2, 3, 4, 5].map(uuid)
  const send = edges.queue.send.bind(edges.queue)
  edges.queue.send = async (message, ...rest) => {
    if (message.id === bad) throw new Error('A job that no queue takes.')
    return send(message, ...rest)
  }
  for (const id of [uuid(4), unsettled]) edges.generations.rows.delete(String(id))
  const settle = edges.usage.settleWhole.bind(edges.usage)
  edges.usage.settleWhole = async (job) => {
    if (job.id === uuid(4)) throw new Error('A job that no ledger takes.')
    return settle(job)
  }
  expect(await sweep(edges, settings)).toMatchObject({
    seen: 3,
    ended: 1,
    resent: 1,
    settled: 1,
    failures: [
      { message: 'A job that no queue takes.' },
      { message: 'A job that no ledger takes.' },
    ],
  })
})
