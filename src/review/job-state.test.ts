import { expect, test } from 'vitest'
import type { Generation } from '#domain/generation/generation.ts'
import { type GenerationId, generationIdSchema } from '#domain/ids.ts'
import { ada, aGeneration, uuid } from '../../tests/builders/generation.ts'
import { aLayer } from '../../tests/builders/layer.ts'
import { type QueuedRequest, queuedRequestSchema } from '../backend/outbox.ts'
import type { KnownJob } from '../backend/queries.ts'
import { layerJobs, type Sightings } from './job-state.ts'

const id = (n: number) => generationIdSchema.parse(uuid(n))
const outputs = [{ index: 0, status: 'SUCCEEDED', patchKey: 'results/u/g/0-patch.png' }]

function aRequest(n: number, phase: QueuedRequest['phase']): QueuedRequest {
  return queuedRequestSchema.parse({
    id: uuid(n),
    owner: ada,
    request: { operation: 'TEXT_TO_IMAGE', prompt: 'a boat', count: 1, quality: 'STANDARD' },
    createdAt: '2026-11-21T12:00:00.000Z',
    phase,
    tries: 0,
  })
}

function seen(
  records: readonly (Generation | readonly [number, KnownJob])[],
  queued: readonly QueuedRequest[] = [],
): Sightings {
  return {
    records: new Map<GenerationId, KnownJob>(
      records.map((each) => ('id' in each ? [each.id, each] : [id(each[0]), each[1]])),
    ),
    queued: new Map(queued.map((entry) => [entry.id, entry])),
  }
}

const kindsOf = (sightings: Sightings, n = 1) =>
  layerJobs(aLayer(n), sightings).states.map(({ kind }) => kind)

test.each([
  ['a request that waits', seen([[1, 'NONE']], [aRequest(1, 'WAITING')]), 'QUEUED'],
  ['a refused request', seen([[1, undefined]], [aRequest(1, 'REFUSED')]), 'REFUSED'],
  ['a job that runs', seen([aGeneration({ status: 'RUNNING' })]), 'RUNNING'],
  ['a job that made something', seen([aGeneration({ status: 'PARTIAL', outputs })]), 'DONE'],
  ['a blocked job', seen([aGeneration({ status: 'BLOCKED' })]), 'FAILED'],
  ['a cancelled job with a result', seen([aGeneration({ status: 'CANCELLED', outputs })]), 'DONE'],
  ['a job that nobody knows', seen([[1, 'NONE']]), 'UNSENT'],
  ['a job that is asked for', seen([[1, undefined]]), 'UNKNOWN'],
  [
    'an accepted request that is still kept',
    seen([aGeneration({ status: 'QUEUED' })], [aRequest(1, 'SENDING')]),
    'RUNNING',
  ],
] as const)('%s', (...[, sightings, kind]) => {
  expect(kindsOf(sightings)).toEqual([kind])
})

test('a failure stays on its layer until it is asked again', () => {
  const blocked = aGeneration({ id: uuid(1), status: 'BLOCKED' })
  const again = aGeneration({ id: uuid(2), status: 'RUNNING' })
  const layer = aLayer(1, { jobs: [id(1)] })
  expect(layerJobs(layer, seen([blocked])).failure?.id).toBe(id(1))
  const asked = { ...layer, jobs: [id(1), id(2)] }
  const { failure, pending } = layerJobs(asked, seen([blocked, again]))
  expect([failure, pending.map((state) => state.id)]).toEqual([undefined, [id(2)]])
})
