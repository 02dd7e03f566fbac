import * as fc from 'fast-check'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import type { Generation } from '#domain/generation/generation.ts'
import { generationIdSchema } from '#domain/ids.ts'
import { compose } from '#domain/layer/compose.ts'
import type { Patch, Samples } from '#domain/layer/mix.ts'
import { offsetChunkData } from '#domain/mask/mask-file.ts'
import {
  ada,
  aGeneration,
  aMaskKey,
  aPicture,
  noon,
  titan,
  uuid,
} from '../../tests/builders/generation.ts'
import { limitsOf } from '../../tests/builders/limits.ts'
import { putMask, putOriginal } from '../../tests/builders/uploads.ts'
import { resultOf } from '../../tests/builders/whole.ts'
import { fakeEdges } from '../../tests/fakes/edges.ts'
import { openOriginal } from '../imaging/open-original.ts'
import { encodePatch } from '../imaging/patch-file.ts'
import { addChunks, framedChunk } from '../imaging/png-chunks.ts'
import type { ModelAnswer } from '../models/caller.ts'
import { readFailure } from '../models/read-failure.ts'
import { cancelGeneration } from './cancel-generation.ts'
import { type RunSettings, runGeneration } from './run-generation.ts'

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
const id = generationIdSchema.parse(uuid(1))

let picture = ''

beforeAll(async () => {
  const plain = { width: 512, height: 512, channels: 3 as const, background: '#336699' }
  picture = (await sharp({ create: plain }).png().toBuffer()).toString('base64')
})

const images = (count: number, error: string | null = null): ModelAnswer => ({
  kind: 'ANSWERED',
  body: { images: Array.from({ length: count }, () => picture), error },
})

const failure = (name: string, status: number): ModelAnswer => ({
  kind: 'FAILED',
  failure: readFailure({ name, status, message: 'no' }),
  log: name,
})

async function queued(overrides: Parameters<typeof aGeneration>[0] = {}) {
  const edges = fakeEdges()
  const generation = aGeneration(overrides)
  edges.generations.rows.set(generation.id, generation)
  await edges.usage.reserveOnce(generation, limits)
  edges.models.answers = [images(1)]
  return edges
}

const run = (edges: ReturnType<typeof fakeEdges>, tries = 0) =>
  runGeneration(edges, settings, { id, tries, turns: 0 })
const stored = (edges: ReturnType<typeof fakeEdges>) => edges.generations.rows.get(id)

test('a job ends with its result, renditions, picture, price and log', async () => {
  const edges = await queued()
  edges.clock.now += 2_000
  expect(await run(edges)).toMatchObject({ kind: 'DONE', generation: { status: 'SUCCEEDED' } })
  const generation = stored(edges)
  const output = generation?.outputs?.[0]
  expect(generation).toMatchObject({
    revision: 4,
    attempt: 1,
    modelCalls: 1,
    success: true,
    // 512 × 512 is of the 512 tier: 8,000 micro-dollars, standard.
    costMicros: 8_000,
    queueMs: 2_000,
    totalMs: 2_000,
    outputBytes: output?.bytes,
    finishedAt: new Date(noon + 2_000).toISOString(),
  })
  expect(generation).not.toHaveProperty('open')
  expect(generation).not.toHaveProperty('leaseUntil')
  expect(output).toMatchObject({ index: 0, status: 'SUCCEEDED', seed: 7, width: 512, height: 512 })
  expect([...edges.objects.stored.keys()].toSorted()).toEqual([
    `previews/${ada}/${uuid(1)}-0-preview.webp`,
    `previews/${ada}/${uuid(1)}-0-thumbnail.webp`,
    `results/${ada}/${uuid(1)}/0.png`,
  ])
  expect(edges.pictures.rows.get(output?.pictureId ?? '')).toMatchObject({
    owner: ada,
    status: 'READY',
    origin: 'GENERATION',
    generationId: uuid(1),
    key: `results/${ada}/${uuid(1)}/0.png`,
    title: 'a lighthouse',
  })
  // Reserved 10,000 (dearest tier), charged 8,000.
  expect([edges.usage.images, edges.usage.costMicros]).toEqual([1, 8_000])
})

/** A job that erases a box of a plain picture, by a model that gives back what it sees. */
async function erasing(overrides: Parameters<typeof aGeneration>[0] = {}) {
  const source = { width: 320, height: 240, channels: 3 as const, background: '#cc8844' }
  const files = fakeEdges()
  const root = await sharp({ create: source }).png().toBuffer()
  const sourceKey = putOriginal(files, root)
  const pixels = Buffer.alloc(320 * 240)
  for (let y = 100; y < 140; y += 1) pixels.fill(255, y * 320 + 100, y * 320 + 140)
  const mask = sharp(pixels, { raw: { width: 320, height: 240, channels: 1 } })
  const maskKey = putMask(files, await mask.toColourspace('b-w').png().toBuffer())
  const edges = await queued({
    operation: 'ERASE',
    prompt: undefined,
    widthPx: undefined,
    heightPx: undefined,
    pictureId: uuid(100),
    sourceKey,
    maskKey,
    ...overrides,
  })
  for (const [key, { bytes }] of files.objects.stored) edges.objects.put(key, bytes)
  const seen = () => {
    const [body] = edges.models.bodies as { inPaintingParams: { image: string } }[]
    return Buffer.from(body?.inPaintingParams.image ?? '', 'base64')
  }
  edges.models.answers = [
    () => ({ kind: 'ANSWERED', body: { images: [seen().toString('base64')], error: null } }),
  ]
  return { edges, root, sourceKey, maskKey, seen }
}

test('an edit changes nothing outside its mask, and only what it owns is stored', async () => {
  const { edges, sourceKey, maskKey } = await erasing()
  await run(edges)
  expect(stored(edges)).toMatchObject({
    status: 'SUCCEEDED',
    sourceBytes: edges.objects.stored.get(sourceKey)?.bytes.length,
    maskBytes: edges.objects.stored.get(maskKey)?.bytes.length,
    outputs: [{ status: 'SUCCEEDED', width: 320, height: 240, changedOutside: 0 }],
  })
  const output = stored(edges)?.outputs?.[0]
  // The mask and its soft edge of 4 pixels.
  expect(output?.patchRect).toEqual({ x: 96, y: 96, width: 48, height: 48 })
  expect([...edges.objects.stored.keys()].filter((key) => key.startsWith('results/'))).toEqual([
    output?.patchKey,
  ])
  expect([output?.key, output?.pictureId, edges.pictures.rows.size]).toEqual([
    undefined,
    undefined,
    0,
  ])
})

test('an edit sees the layers below it, which change nothing but what is seen of them', async () => {
  const rect = { x: 60, y: 90, width: 50, height: 30 }
  const { edges, root } = await erasing({
    layers: [
      { generationId: uuid(7), index: 2, opacity: 1 },
      { generationId: uuid(8), index: 0, opacity: 0 },
      { generationId: uuid(9), index: 0, opacity: 1 },
    ],
    // The last one lies elsewhere: neither it nor the hidden one is read.
    layerRects: [rect, rect, { ...rect, x: 320 }],
  })
  const layer: Patch = {
    ...rect,
    channels: 3,
    pixels: new Uint8Array(rect.width * rect.height * 3).fill(20),
    weight: new Uint8Array(rect.width * rect.height).fill(255),
  }
  edges.objects.put(`results/${ada}/${uuid(7)}/2-patch.png`, await encodePatch(layer, undefined))
  await run(edges)
  expect(stored(edges)).toMatchObject({ status: 'SUCCEEDED' })
  const read = async (key: string) => edges.objects.stored.get(key)?.bytes ?? Buffer.alloc(0)
  const generation = stored(edges)
  const [layers, layerRects] = [generation?.layers, generation?.layerRects].map((of) =>
    of?.slice(0, 1),
  )
  const seen = { ...generation, layers, layerRects } as Generation
  const result = await openOriginal(await resultOf(read, seen))
  const { pixels } = await openOriginal(root)
  const wanted = { width: 320, height: 240, channels: 3 as const, x: 0, y: 0, pixels }
  const layered = compose(wanted, [{ patch: layer, opacity: 1 }], wanted)
  const redAt = (of: { pixels: Samples }, x: number, y: number) => of.pixels[(y * 320 + x) * 3]
  // The model gave back what it saw. In the mask: on the layer, and beside it.
  expect([redAt(layered, 104, 110), redAt(layered, 130, 130)]).toEqual([20, 204])
  expect(redAt(result, 104, 110)).toBeCloseTo(20, -1)
  expect(redAt(result, 130, 130)).toBeCloseTo(204, -1)
  let outside = 0
  for (let at = 0; at < 320 * 240; at += 1) {
    const [x, y] = [at % 320, Math.floor(at / 320)]
    if (x >= 96 && x < 144 && y >= 96 && y < 144) continue
    if (redAt(result, x, y) !== redAt(layered, x, y)) outside += 1
  }
  expect(outside).toBe(0)
})

test('an extended canvas is worked on beyond the picture, where a mask may lie as well', async () => {
  const canvas = { x: -40, y: 0, width: 360, height: 240 }
  const strip = { x: -40, y: 0, width: 40, height: 240 }
  const painted = sharp({ create: { width: 30, height: 30, channels: 3, background: '#fff' } })
  const file = await painted.toColourspace('b-w').png().toBuffer()
  const placed = framedChunk('oFFs', offsetChunkData({ x: -15, y: 100 }))
  const mask = addChunks(file, [placed])
  const files = fakeEdges()
  const { edges } = await erasing({
    canvas,
    maskKey: putMask(files, mask),
    layers: [{ generationId: uuid(7), index: 0, opacity: 1 }],
    layerRects: [strip],
  })
  for (const [key, { bytes }] of files.objects.stored) edges.objects.put(key, bytes)
  const layer: Patch = {
    ...strip,
    channels: 3,
    pixels: new Uint8Array(40 * 240 * 3).fill(90),
    weight: new Uint8Array(40 * 240).fill(255),
  }
  edges.objects.put(`results/${ada}/${uuid(7)}/0-patch.png`, await encodePatch(layer, undefined))
  await run(edges)
  expect(stored(edges)).toMatchObject({
    status: 'SUCCEEDED',
    outputs: [{ width: 360, height: 240, patchRect: { x: -19, y: 96, width: 38, height: 38 } }],
  })
})

test('a mask that is all black ends the job with that reason, unpaid', async () => {
  const black = { width: 320, height: 240, channels: 3 as const, background: '#000000' }
  const png = sharp({ create: black }).toColourspace('b-w').png()
  const files = fakeEdges()
  const sourceKey = putOriginal(files, await sharp({ create: black }).png().toBuffer())
  const maskKey = putMask(files, await png.toBuffer())
  const erase = { operation: 'ERASE', prompt: undefined, pictureId: uuid(100) }
  const edges = await queued({ ...erase, sourceKey, maskKey })
  for (const [key, { bytes }] of files.objects.stored) edges.objects.put(key, bytes)
  await run(edges)
  expect(stored(edges)).toMatchObject({
    status: 'FAILED',
    errorCode: 'INVALID_MASK',
    costMicros: 0,
  })
  expect(edges.models.bodies).toEqual([])
  expect(edges.usage.images).toBe(0)
})

test('a source that was removed ends the job with that reason', async () => {
  const edges = await queued({
    operation: 'ERASE',
    prompt: undefined,
    pictureId: uuid(100),
    sourceKey: aPicture().key,
    maskKey: aMaskKey,
  })
  await run(edges)
  expect(stored(edges)).toMatchObject({ status: 'FAILED', errorCode: 'NOT_FOUND' })
})

test.each([
  ['picture', 'INVALID_IMAGE'],
  ['mask', 'INVALID_MASK'],
])('a %s that was replaced after it was checked ends the job unpaid', async (what, errorCode) => {
  const grey = { width: 320, height: 240, channels: 3 as const, background: '#777777' }
  const png = await sharp({ create: grey }).png().toBuffer()
  const pixels = Buffer.alloc(320 * 240).fill(255, 9_000, 9_100)
  const raw = { width: 320, height: 240, channels: 1 as const }
  const mask = await sharp(pixels, { raw }).toColourspace('b-w').png().toBuffer()
  const files = fakeEdges()
  const [sourceKey, maskKey] = [putOriginal(files, png), putMask(files, mask)]
  const erase = { operation: 'ERASE', prompt: undefined, pictureId: uuid(100) }
  const edges = await queued({ ...erase, sourceKey, maskKey })
  edges.objects.put(sourceKey, png)
  edges.objects.put(maskKey, mask)
  const another = Buffer.concat([what === 'mask' ? mask : png, Buffer.of(0)])
  edges.objects.put(what === 'mask' ? maskKey : sourceKey, another)
  await run(edges)
  expect(stored(edges)).toMatchObject({ status: 'FAILED', errorCode, costMicros: 0 })
  expect([edges.models.bodies, edges.usage.images]).toEqual([[], 0])
})

test('no model is called for a job that holds nothing, or whose owner left', async () => {
  const unheld = await queued()
  unheld.usage.held.clear()
  const left = await queued()
  left.usage.left.add(ada)
  for (const edges of [unheld, left]) {
    expect(await run(edges)).toEqual({ kind: 'DONE' })
    expect([edges.models.bodies, stored(edges)?.status]).toEqual([[], 'QUEUED'])
  }
})

test('a blocked candidate leaves the others, and only those are paid', async () => {
  const edges = await queued({ count: 3 })
  edges.models.answers = [images(2, 'one was filtered')]
  await run(edges)
  expect(stored(edges)).toMatchObject({
    status: 'PARTIAL',
    success: false,
    errorCode: 'BLOCKED_OUTPUT',
    costMicros: 16_000,
    outputs: [{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }, { index: 2, status: 'BLOCKED' }],
  })
  expect([edges.usage.images, edges.usage.costMicros]).toEqual([2, 16_000])
})

test('a job of which nothing was let through is blocked and unpaid', async () => {
  const edges = await queued()
  edges.models.answers = [images(0, 'filtered')]
  await run(edges)
  expect(stored(edges)).toMatchObject({ status: 'BLOCKED', costMicros: 0 })
  expect(edges.usage.images).toBe(0)
})

test('an image of the wrong size costs only itself', async () => {
  const edges = await queued({ widthPx: 1024, heightPx: 1024 })
  await run(edges)
  expect(stored(edges)).toMatchObject({
    status: 'FAILED',
    errorCode: 'MODEL_UNAVAILABLE',
    outputs: [{ index: 0, status: 'FAILED' }],
  })
})

test.each([
  ['ModelTimeoutException', 408],
  ['ModelErrorException', 424],
])('%s is tried once more', async (name, status) => {
  const edges = await queued()
  edges.models.answers = [failure(name, status), images(1)]
  await run(edges)
  expect(stored(edges)?.status).toBe('SUCCEEDED')
})

test('a second time-out ends the job: two calls, not three', async () => {
  const edges = await queued()
  edges.models.answers = [failure('ModelTimeoutException', 408)]
  await run(edges)
  expect(stored(edges)).toMatchObject({ status: 'FAILED', errorCode: 'TIMED_OUT' })
  expect(edges.models.bodies).toHaveLength(2)
  expect(edges.usage.images).toBe(0)
})

test('a throttled job waits, visibly, and comes back by itself', async () => {
  const edges = await queued()
  edges.models.answers = [failure('ThrottlingException', 429)]
  await run(edges)
  // 10 s, of which chance in the middle leaves three quarters, rounded up.
  expect(edges.queue.sent).toEqual([{ id, group: ada, tries: 1, turns: 0, delaySeconds: 8 }])
  expect(stored(edges)).toMatchObject({
    status: 'WAITING',
    leaseUntil: new Date(noon + 8_000).toISOString(),
  })
  expect(await run(edges, 1)).toEqual({ kind: 'LATER', seconds: 8 })
  edges.clock.now += 8_000
  edges.models.answers = [images(1)]
  await run(edges, 1)
  expect(stored(edges)).toMatchObject({ status: 'SUCCEEDED', attempt: 1 })
})

test('a throttled job ends when the next try would come after its deadline', async () => {
  const edges = await queued({ deadline: new Date(noon + 5_000).toISOString() })
  edges.models.answers = [failure('ThrottlingException', 429)]
  await run(edges)
  expect(stored(edges)).toMatchObject({ status: 'FAILED', errorCode: 'THROTTLED' })
  expect(edges.usage.images).toBe(0)
})

test('a model that keeps failing ends the job after five new tries', async () => {
  const edges = await queued()
  edges.models.answers = [failure('InternalServerException', 500)]
  await run(edges, 5)
  expect(stored(edges)).toMatchObject({ status: 'FAILED', errorCode: 'MODEL_UNAVAILABLE' })
})

test('a second message under a live lease waits for its end', async () => {
  const edges = await queued({
    status: 'RUNNING',
    attempt: 1,
    leaseUntil: new Date(noon + 30_000).toISOString(),
  })
  expect(await run(edges)).toEqual({ kind: 'LATER', seconds: 30 })
  expect(edges.models.bodies).toEqual([])
})

test('a worker that loses the claim leaves the job to the faster one', async () => {
  const edges = await queued()
  edges.generations.beforeChange = () => {
    edges.generations.rows.set(id, aGeneration({ status: 'RUNNING', revision: 2, attempt: 1 }))
  }
  expect(await run(edges)).toMatchObject({ kind: 'LATER' })
  expect(edges.models.bodies).toEqual([])
})

test('a job whose worker died is resumed once, then fails and costs nothing', async () => {
  const dead = { status: 'RUNNING', leaseUntil: new Date(noon - 1).toISOString() }
  const once = await queued({ ...dead, attempt: 1 })
  await run(once)
  expect(stored(once)).toMatchObject({ status: 'SUCCEEDED', attempt: 2 })

  const twice = await queued({ ...dead, attempt: 2 })
  await run(twice)
  expect(stored(twice)).toMatchObject({ status: 'FAILED', errorCode: 'INTERNAL' })
  expect([twice.models.bodies, twice.usage.images]).toEqual([[], 0])
})

test('a surprise leaves the job to be resumed', async () => {
  const edges = await queued()
  edges.models.answers = []
  await expect(run(edges)).rejects.toThrow('the test prepared no answer')
  expect(stored(edges)?.status).toBe('RUNNING')
})

test('a job past its deadline is not started', async () => {
  const edges = await queued({ deadline: new Date(noon).toISOString() })
  await run(edges)
  expect(stored(edges)).toMatchObject({ status: 'FAILED', errorCode: 'TIMED_OUT' })
  expect(edges.models.bodies).toEqual([])
})

test('a message for a job that was removed is done', async () => {
  expect(await run(fakeEdges())).toEqual({ kind: 'DONE' })
})

test('a queued job is cancelled at once and gives its quota back', async () => {
  const edges = await queued()
  await cancelGeneration(edges, ada, id)
  await run(edges)
  expect(stored(edges)).toMatchObject({ status: 'CANCELLED', revision: 2 })
  expect([edges.models.bodies, edges.usage.images]).toEqual([[], 0])
})

test('a job cancelled while it is prepared does not call the model', async () => {
  const edges = await queued()
  edges.generations.beforeChange = () => {
    const seen = edges.generations.rows.get(id)
    if (seen) edges.generations.rows.set(id, { ...seen, cancelRequested: true })
  }
  await run(edges)
  expect(stored(edges)?.status).toBe('CANCELLED')
  expect(edges.models.bodies).toEqual([])
})

test('a result that was paid for survives a cancellation during the call', async () => {
  const edges = await queued()
  edges.models.answers = [
    () => {
      void cancelGeneration(edges, ada, id)
      return images(1)
    },
  ]
  await run(edges)
  expect(stored(edges)).toMatchObject({ status: 'SUCCEEDED', cancelRequested: true })
  expect(edges.objects.stored.has(`results/${ada}/${uuid(1)}/0.png`)).toBe(true)
})

test('a job removed during the call stores nothing and still counts what it cost', async () => {
  const edges = await queued()
  edges.models.answers = [
    () => {
      edges.generations.rows.delete(id)
      return images(1)
    },
  ]
  await run(edges)
  expect([edges.objects.stored.size, edges.pictures.rows.size]).toEqual([0, 0])
  expect([edges.usage.images, edges.usage.costMicros]).toEqual([1, 8_000])
})

test('doubled messages in any order end the same, with one call and one charge', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('deliver', 'wait', 'pair'), { minLength: 1, maxLength: 4 }),
      async (steps) => {
        const edges = await queued()
        for (const step of steps) {
          if (step === 'wait') edges.clock.now += 7_000
          else if (step === 'deliver') await run(edges)
          else await Promise.all([run(edges), run(edges)])
        }
        await run(edges)
        expect(stored(edges)).toMatchObject({ status: 'SUCCEEDED', attempt: 1, revision: 4 })
        expect(edges.models.bodies).toHaveLength(1)
        expect(edges.usage.costMicros).toBe(8_000)
      },
    ),
    { numRuns: 8 },
  )
})
