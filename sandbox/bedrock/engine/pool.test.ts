import { afterEach, expect, test } from 'vitest'
import type { EngineJob } from './engine-job.ts'
import { createWorkerEngine, type Engine, EngineBusyError } from './pool.ts'
import { runJob } from './run-job.ts'

let engine: Engine | undefined

afterEach(async () => {
  await engine?.close()
})

function sceneJob(seed: number, width = 24): EngineJob {
  return { kind: 'scene', width, height: 16, seed, prompt: { text: 'the sea' } }
}

test('a worker thread makes the very picture that the job makes here, job after job', async () => {
  engine = createWorkerEngine({ threads: 1 })
  const pictures = [await engine.run(sceneJob(1)), await engine.run(sceneJob(2))]
  expect(pictures).toEqual([runJob(sceneJob(1)), runJob(sceneJob(2))])
})

test('a job that fails is told so, and the next one runs', async () => {
  engine = createWorkerEngine({ threads: 1 })
  await expect(engine.run(sceneJob(1, -1))).rejects.toThrow('Invalid typed array length')
  await expect(engine.run(sceneJob(1))).resolves.toEqual(runJob(sceneJob(1)))
})

test('jobs beyond the queue are refused, those within it are done', async () => {
  engine = createWorkerEngine({ threads: 1, waiting: 1 })
  const running = engine.run(sceneJob(1))
  const queued = engine.run(sceneJob(2))
  await expect(engine.run(sceneJob(3))).rejects.toThrow(EngineBusyError)
  await expect(Promise.all([running, queued])).resolves.toHaveLength(2)
})

test('closing ends what runs and what waits, and takes nothing more', async () => {
  const closing = createWorkerEngine({ threads: 1 })
  const jobs = [closing.run(sceneJob(1, 4000)), closing.run(sceneJob(2, 4000))]
  const ends = Promise.allSettled(jobs)
  await closing.close()
  expect((await ends).map((end) => end.status)).toEqual(['rejected', 'rejected'])
  await expect(closing.run(sceneJob(3))).rejects.toThrow('the engine is closed')
})

test('a job that outlives its time is ended', async () => {
  engine = createWorkerEngine({ threads: 1, timeoutMs: 1 })
  await expect(engine.run(sceneJob(1, 4000))).rejects.toThrow('the job took too long')
})
