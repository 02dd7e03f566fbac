import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import type { GenerationOutput } from '#domain/generation/generation.ts'
import { generationIdSchema } from '#domain/ids.ts'
import { answerKey } from '#domain/object-key.ts'
import { sayText } from '../../src/i18n/say.ts'
import { ada, aGeneration, titan, uuid } from '../../tests/builders/generation.ts'
import { limitsOf } from '../../tests/builders/limits.ts'
import { putMask, putOriginal } from '../../tests/builders/uploads.ts'
import { Crash, crashingAt } from '../../tests/fakes/crashing.ts'
import { fakeEdges } from '../../tests/fakes/edges.ts'
import type { ModelAnswer } from '../models/caller.ts'
import { readFailure } from '../models/read-failure.ts'
import { cancelGeneration } from './cancel-generation.ts'
import { type RunSettings, runGeneration } from './run-generation.ts'

const inpainter = 'stability.stable-image-inpaint-v1:0'
const id = generationIdSchema.parse(uuid(1))
const limits = limitsOf()
const settings: RunSettings = {
  leaseSeconds: 60,
  modelSeconds: 10,
  runSeconds: 40,
  backoffSeconds: 10,
  backoffCapSeconds: 40,
  access: { modelRegions: ['us-west-2'], preferredModels: [], allowedRetiredModels: [titan] },
  limits,
}

const size = { width: 64, height: 64, channels: 3 as const, background: '#cc8844' }
let source: Buffer
let mask: Buffer

beforeAll(async () => {
  source = await sharp({ create: size }).png().toBuffer()
  const pixels = Buffer.alloc(64 * 64)
  for (let y = 20; y < 40; y += 1) pixels.fill(255, y * 64 + 20, y * 64 + 40)
  const raw = { width: 64, height: 64, channels: 1 as const }
  mask = await sharp(pixels, { raw }).toColourspace('b-w').png().toBuffer()
})

type Edges = ReturnType<typeof fakeEdges>

/** An edit of three images: of Titan one call, of Stability three. */
async function accepted(model: string, overrides: object = {}) {
  const edges = fakeEdges()
  const [sourceKey, maskKey] = [putOriginal(edges, source), putMask(edges, mask)]
  const generation = aGeneration({
    operation: 'INPAINT',
    widthPx: undefined,
    heightPx: undefined,
    pictureId: uuid(100),
    sourceKey,
    maskKey,
    modelUsed: model,
    modelAsked: model,
    count: 3,
    ...overrides,
  })
  edges.generations.rows.set(id, generation)
  await edges.usage.reserveOnce(generation, limits)
  edges.models.answers = [() => echo(edges)]
  return edges
}

/** A model that gives back the picture that it was sent. */
function echo(edges: Edges): ModelAnswer {
  const body = edges.models.bodies.at(-1) as {
    image?: string
    seed?: number
    inPaintingParams?: { image: string }
    imageGenerationConfig?: { numberOfImages: number }
  }
  const { image, inPaintingParams, seed } = body
  const count = body.imageGenerationConfig?.numberOfImages
  return image === undefined
    ? {
        kind: 'ANSWERED',
        body: { images: Array(Number(count)).fill(inPaintingParams?.image), error: null },
      }
    : { kind: 'ANSWERED', body: { images: [image], seeds: [seed], finish_reasons: [null] } }
}

const failing = (name: string, status: number, message = 'no'): ModelAnswer => ({
  kind: 'FAILED',
  failure: readFailure({ name, status, message }),
  log: name,
})

const run = (edges: Edges, of = settings) => runGeneration(edges, of, { id, tries: 0, turns: 0 })
const stored = (edges: Edges) => edges.generations.rows.get(id)

/** Delivers the message again, each time after the lease, until the job has ended. */
async function deliverUntilEnded(edges: Edges) {
  for (let deliveries = 0; deliveries < 6; deliveries += 1) {
    edges.clock.now += 61_000
    await run(edges)
    if (stored(edges)?.finishedAt) return
  }
}

/** The first run dies at the n-th thing that it does. @returns whether it did so much */
async function dieAt(edges: Edges, n: number, when: 'BEFORE' | 'AFTER'): Promise<boolean> {
  const crashing = crashingAt(edges, n, when)
  const end = await run(crashing.edges).catch((error: unknown) => error)
  if (end instanceof Error && !(end instanceof Crash)) throw end
  return crashing.calls() >= n
}

function outputKeysIn({ key, patchKey, previewKey }: GenerationOutput): string[] {
  return [patchKey ?? String(key), String(previewKey)]
}

/** What must hold of every job that went well in the end. */
async function expectWhole(edges: Edges, calls: { atMost: number; refused?: number }) {
  expect(stored(edges)).toMatchObject({ status: 'SUCCEEDED', modelCalls: expect.any(Number) })
  const count = Number(stored(edges)?.count)
  const made = edges.models.bodies.length - (calls.refused ?? 0)
  expect(made).toBeLessThanOrEqual(calls.atMost)
  // A call is counted before it is made: the record may know of one that its worker did not reach.
  const counted = Number(stored(edges)?.modelCalls)
  expect(counted - made).toBeGreaterThanOrEqual(0)
  expect(counted - made).toBeLessThanOrEqual(1)
  const keys = stored(edges)?.outputs?.flatMap(outputKeysIn)
  expect(keys?.filter((key) => !edges.objects.stored.has(key))).toEqual([])
  const seeds = stored(edges)?.modelUsed === titan ? [7, 7, 7] : [7, 8, 9]
  expect(stored(edges)?.outputs?.map(({ seed }) => seed)).toEqual(seeds.slice(0, count))
  await run(edges)
  expect(edges.usage.held.size).toBe(0)
  expect(edges.usage.images).toBe(count)
  expect(edges.usage.costMicros).toBe(stored(edges)?.costMicros)
  expect([...edges.objects.stored.keys()].filter((key) => key.startsWith('answers/'))).toEqual([])
}

describe.each([
  [titan, { count: 1 }],
  [inpainter, { count: 2 }],
] as const)('a worker of %s that dies anywhere', (model, { count }) => {
  test.each(['BEFORE', 'AFTER'] as const)(
    '%s anything it does: the job ends whole, with one call more at most',
    async (when) => {
      let n = 1
      for (; ; n += 1) {
        const edges = await accepted(model, { count })
        if (!(await dieAt(edges, n, when))) break
        await deliverUntilEnded(edges)
        await expectWhole(edges, { atMost: count + 1 })
      }
      // Reads, claims, prepares, calls, stores, ends: a run does this much at least.
      expect(n).toBeGreaterThan(12)
    },
  )
})

test('what was paid for is found again when the final write fails, however often', async () => {
  const edges = await accepted(inpainter)
  const { generations } = edges
  const broken: Edges = {
    ...edges,
    generations: Object.assign(Object.create(generations) as typeof generations, {
      change: (...[seen, change]: Parameters<typeof generations.change>) =>
        'finishedAt' in change
          ? Promise.reject(new Error('the API is down'))
          : generations.change(seen, change),
    }),
  }
  for (let deliveries = 0; deliveries < 3; deliveries += 1) {
    await expect(run(broken)).rejects.toThrow('the API is down')
    edges.clock.now += 61_000
  }
  await run(edges)
  await expectWhole(edges, { atMost: 3 })
  expect(stored(edges)?.attempt).toBe(4)
})

test('a job whose workers die at each call is paid for twice at most, and fails', async () => {
  const edges = await accepted(titan)
  edges.models.answers = [
    () => {
      throw new Crash()
    },
  ]
  for (let deliveries = 0; deliveries < 5; deliveries += 1) {
    await run(edges).catch(() => undefined)
    edges.clock.now += 61_000
  }
  expect(edges.models.bodies).toHaveLength(2)
  expect(stored(edges)).toMatchObject({ status: 'FAILED', errorCode: 'INTERNAL', modelCalls: 2 })
  expect(edges.usage.images).toBe(0)
})

test('a second try is made once for an image, over all its workers', async () => {
  const edges = await accepted(titan)
  edges.models.answers = [
    failing('ModelTimeoutException', 408),
    () => {
      throw new Crash()
    },
    failing('ModelTimeoutException', 408),
  ]
  await run(edges).catch(() => undefined)
  await deliverUntilEnded(edges)
  expect(edges.models.bodies).toHaveLength(3)
  expect(stored(edges)).toMatchObject({ errorCode: 'TIMED_OUT', modelCalls: 3, retries: 1 })
})

test('a job that is cancelled between its calls keeps the images that it has', async () => {
  const edges = await accepted(inpainter)
  edges.models.answers = [
    () => {
      void cancelGeneration(edges, ada, id)
      return echo(edges)
    },
  ]
  await run(edges)
  expect(edges.models.bodies).toHaveLength(1)
  expect(stored(edges)).toMatchObject({
    status: 'PARTIAL',
    costMicros: 70_000,
    outputs: [{ status: 'SUCCEEDED', seed: 7 }, { errorCode: 'CANCELLED' }, { index: 2 }],
  })
  expect([edges.usage.images, edges.usage.costMicros]).toEqual([1, 70_000])
})

test('a job that is cancelled after its worker died keeps what was paid for', async () => {
  const edges = await accepted(inpainter)
  const { generations } = edges
  edges.models.answers = [
    () => echo(edges),
    () => {
      throw new Crash()
    },
  ]
  await expect(run(edges)).rejects.toThrow(Crash)
  edges.clock.now += 61_000
  const asked = await cancelGeneration(edges, ada, id)
  expect(asked).toMatchObject({ status: 'RUNNING', cancelRequested: true })
  await run(edges)
  expect(generations.rows.get(id)).toMatchObject({
    status: 'PARTIAL',
    outputs: [{ status: 'SUCCEEDED' }, { errorCode: 'CANCELLED' }, { errorCode: 'CANCELLED' }],
  })
})

test('a job past its deadline is still finished with what was paid for', async () => {
  const edges = await accepted(inpainter)
  edges.models.answers = [
    () => echo(edges),
    () => {
      throw new Crash()
    },
  ]
  await run(edges).catch(() => undefined)
  edges.clock.now += 3_600_000
  await run(edges)
  expect(stored(edges)).toMatchObject({ status: 'PARTIAL', errorCode: 'TIMED_OUT' })
  expect(edges.models.bodies).toHaveLength(2)
})

test('a job that is throttled between its calls waits, and does not repeat those it made', async () => {
  const edges = await accepted(inpainter)
  edges.models.answers = [() => echo(edges), failing('ThrottlingException', 429), () => echo(edges)]
  await run(edges)
  expect(stored(edges)).toMatchObject({ status: 'WAITING', modelCalls: 1 })
  expect(edges.objects.stored.has(answerKey(ada, id, 0))).toBe(true)
  await deliverUntilEnded(edges)
  await expectWhole(edges, { atMost: 3, refused: 1 })
  expect(stored(edges)?.modelCalls).toBe(3)
})

test('a job that gives up waiting keeps the images that it has', async () => {
  const edges = await accepted(inpainter, { deadline: '2026-11-21T12:00:05.000Z' })
  edges.models.answers = [() => echo(edges), failing('ThrottlingException', 429)]
  await run(edges)
  expect(stored(edges)?.status).toBe('WAITING')
  await run(edges)
  expect(stored(edges)).toMatchObject({ status: 'PARTIAL', costMicros: 70_000 })
})

test('a job without a turn for its next call waits for that one', async () => {
  const edges = await accepted(inpainter)
  edges.pace.turns = [{ kind: 'GO' }, { kind: 'WAIT', waitMs: 2_500, position: 3 }]
  await run(edges)
  expect(stored(edges)).toMatchObject({
    status: 'WAITING',
    modelCalls: 1,
    waitPosition: 3,
    waitUntil: '2026-11-21T12:00:02.500Z',
  })
  expect(edges.queue.sent).toEqual([{ id, group: ada, tries: 0, turns: 1, delaySeconds: 3 }])
  await deliverUntilEnded(edges)
  await expectWhole(edges, { atMost: 3 })
  expect(stored(edges)).not.toHaveProperty('waitPosition')
})

test('a worker without time for another call leaves it to the next one', async () => {
  const edges = await accepted(inpainter)
  const slow = () => {
    edges.clock.now += 25_000
    return echo(edges)
  }
  edges.models.answers = [slow, () => echo(edges)]
  await run(edges)
  expect(stored(edges)).toMatchObject({ status: 'WAITING', modelCalls: 1, modelMs: 25_000 })
  await run(edges)
  await expectWhole(edges, { atMost: 3 })
})

test('a worker without time for all images leaves the rest to the next one, with its own', async () => {
  const edges = await accepted(inpainter)
  const { objects } = edges
  // Each image takes 20 of the 35 seconds that a run has for its work.
  const slow = Object.assign(Object.create(objects) as typeof objects, {
    write: (...[key, bytes]: Parameters<typeof objects.write>) => {
      if (key.endsWith('-patch.png')) edges.clock.now += 20_000
      return objects.write(key, bytes)
    },
  })
  await run({ ...edges, objects: slow })
  expect(stored(edges)).toMatchObject({ status: 'WAITING', modelCalls: 3, pasteMs: 20_000 })
  expect(stored(edges)?.outputs).toMatchObject([{ index: 0, status: 'SUCCEEDED', seed: 7 }])
  await run({ ...edges, objects: slow })
  await run({ ...edges, objects: slow })
  expect(stored(edges)).toMatchObject({ pasteMs: 60_000, attempt: 1 })
  await expectWhole(edges, { atMost: 3 })
})

test('a job that waits with something paid for is finished with that when it is cancelled', async () => {
  const edges = await accepted(inpainter)
  edges.models.answers = [() => echo(edges), failing('ThrottlingException', 429)]
  await run(edges)
  expect(stored(edges)?.status).toBe('WAITING')
  await cancelGeneration(edges, ada, id)
  expect(edges.queue.sent.at(-1)).toMatchObject({ id, delaySeconds: 0 })
  await run(edges)
  expect(stored(edges)).toMatchObject({
    status: 'PARTIAL',
    costMicros: 70_000,
    outputs: [{ status: 'SUCCEEDED' }, { errorCode: 'CANCELLED' }, { errorCode: 'CANCELLED' }],
  })
})

test('a picture of a call through a guardrail has at most its 4 MB', async () => {
  const [side, noise] = [1_400, randomBytes(1_400 * 1_400 * 3)]
  const raw = { width: side, height: side, channels: 3 as const }
  const all = Buffer.alloc(side * side, 255).fill(0, 0, side)
  const grey = sharp(all, { raw: { ...raw, channels: 1 } }).toColourspace('b-w')
  const large = fakeEdges()
  const sourceKey = putOriginal(large, await sharp(noise, { raw }).png().toBuffer())
  const maskKey = putMask(large, await grey.png().toBuffer())
  const edges = await accepted(inpainter, { count: 1, sourceKey, maskKey })
  for (const [key, { bytes }] of large.objects.stored) edges.objects.put(key, bytes)
  await run(edges, { ...settings, isGuarded: true })
  const { image } = edges.models.bodies[0] as { image: string }
  expect(Buffer.from(image, 'base64').length).toBeLessThanOrEqual(4_000_000)
  expect(stored(edges)?.status).toBe('SUCCEEDED')
})

test('a job without a turn waits unclaimed, at its place in the queue', async () => {
  const edges = await accepted(titan)
  edges.pace.turns = [{ kind: 'WAIT', waitMs: 7_200, position: 5 }]
  await run(edges)
  expect(stored(edges)).toMatchObject({ status: 'WAITING', attempt: 0, waitPosition: 5 })
  expect(edges.models.bodies).toEqual([])
  edges.clock.now += 8_000
  await run(edges)
  await expectWhole(edges, { atMost: 1 })
})

describe('a model that is found gone', () => {
  const gone = failing('ResourceNotFoundException', 404, 'It has reached the end of its life.')

  test('is retired for everybody, and the job goes to another at that one’s price', async () => {
    const edges = await accepted(titan)
    edges.models.answers = [gone, () => echo(edges)]
    await run(edges)
    expect(edges.modelStates.rows.get(titan)?.status).toBe('RETIRED')
    // Three images at 70,000 each.
    expect(edges.usage.costMicros).toBe(210_000)
    await run(edges)
    const job = stored(edges)
    expect({ ...job, modelReason: sayText(job?.modelReason) }).toMatchObject({
      status: 'SUCCEEDED',
      modelAsked: titan,
      modelUsed: inpainter,
      modelReason: 'Titan Image Generator v2 was retired on 2026-06-30.',
      modelCalls: 3,
      costMicros: 210_000,
    })
    expect(edges.pace.asked.slice(0, 2)).toEqual([titan, inpainter])
  })

  test('fails the job when the other one costs more than the limits leave', async () => {
    const edges = await accepted(titan)
    edges.models.answers = [gone]
    const tight = limitsOf({ OWNER_DAY: { images: 100, costMicros: 100_000 } })
    await run(edges, { ...settings, limits: tight })
    expect(stored(edges)).toMatchObject({ status: 'FAILED', errorCode: 'QUOTA_EXCEEDED' })
    expect(edges.usage.costMicros).toBe(0)
  })

  test('fails the job when no other one can do it', async () => {
    const edges = await accepted(titan)
    edges.models.answers = [gone]
    const alone = { ...settings.access, modelRegions: ['us-east-9'] }
    await run(edges, { ...settings, access: alone })
    expect(stored(edges)).toMatchObject({ status: 'FAILED', modelCalls: 0 })
    expect(['MODEL_RETIRED', 'MODEL_UNAVAILABLE']).toContain(stored(edges)?.errorCode)
  })

  test('keeps the images that it made before', async () => {
    const edges = await accepted(inpainter)
    edges.models.answers = [() => echo(edges), gone]
    await run(edges)
    expect(stored(edges)).toMatchObject({
      status: 'PARTIAL',
      outputs: [{ status: 'SUCCEEDED' }, { errorCode: 'MODEL_RETIRED' }, { index: 2 }],
    })
  })
})
