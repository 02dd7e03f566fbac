import { describe, expect, test } from 'vitest'
import { AppError } from '#domain/errors.ts'
import { generationIdSchema, type UserId } from '#domain/ids.ts'
import { maskKey } from '#domain/object-key.ts'
import { parseGenerationRequest } from '#domain/operation/request.ts'
import { sayText } from '../../src/i18n/say.ts'
import {
  ada,
  aGeneration,
  aMaskKey,
  aPicture,
  bob,
  noon,
  titan,
  uuid,
} from '../../tests/builders/generation.ts'
import { limitsOf } from '../../tests/builders/limits.ts'
import { fakeEdges } from '../../tests/fakes/edges.ts'
import { type AcceptSettings, acceptGeneration } from './accept-generation.ts'

const settings: AcceptSettings = {
  access: { modelRegions: ['us-east-1'], preferredModels: [titan], allowedRetiredModels: [titan] },
  limits: limitsOf({ all: { images: 10, costMicros: 1_000_000 } }),
  lifetimeSeconds: 3_600,
  storedBytes: 1_000_000,
}
/** The services of Stability are called here as well. */
const anywhere = {
  ...settings,
  access: { ...settings.access, modelRegions: ['us-east-1', 'us-west-2'] },
}
const words = { operation: 'TEXT_TO_IMAGE', prompt: 'a lighthouse', count: 2 }
const erase = { operation: 'ERASE', pictureId: uuid(100), maskKey: aMaskKey, count: 1 }

/** The first 33 bytes of a PNG. */
function pngStart(of: { width: number; height: number; depth?: number; colour?: number }): Buffer {
  const start = Buffer.alloc(33)
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(start)
  start.writeUInt32BE(of.width, 16)
  start.writeUInt32BE(of.height, 20)
  start.set([of.depth ?? 8, of.colour ?? 0], 24)
  return start
}

function ready() {
  const edges = fakeEdges()
  edges.pictures.rows.set(uuid(100), aPicture())
  edges.objects.put(aMaskKey, pngStart({ width: 320, height: 240 }))
  return edges
}

function ask(
  edges: ReturnType<typeof fakeEdges>,
  request: object,
  of: { owner?: UserId; id?: number; settings?: AcceptSettings } = {},
) {
  const id = generationIdSchema.parse(uuid(of.id ?? 1))
  return acceptGeneration(edges, of.settings ?? settings, {
    owner: of.owner ?? ada,
    id,
    request: parseGenerationRequest(request),
    requestId: 'request-1',
  })
}

async function codeOf(answer: Promise<unknown>): Promise<unknown> {
  const error: unknown = await answer.catch((caught: unknown) => caught)
  return error instanceof AppError ? [error.code, error.field] : error
}

test('a request becomes a queued job with its quota reserved and one message', async () => {
  const edges = ready()
  const generation = await ask(edges, erase)
  expect(generation).toMatchObject({
    id: uuid(1),
    owner: ada,
    status: 'QUEUED',
    revision: 1,
    modelUsed: titan,
    sourceKey: aPicture().key,
    maskKey: aMaskKey,
    deadline: new Date(noon + 3_600_000).toISOString(),
    requestId: 'request-1',
  })
  // One premium-free image at the dearest size: 1024, standard = 10,000 micro-dollars.
  expect([edges.usage.images, edges.usage.costMicros]).toEqual([1, 10_000])
  expect(edges.queue.sent).toEqual([
    { id: uuid(1), group: ada, tries: 0, turns: 0, delaySeconds: 0 },
  ])
})

test('a repeat gives the same record and reserves nothing more', async () => {
  const edges = ready()
  const first = await ask(edges, words)
  edges.clock.now += 60_000
  expect(await ask(edges, { ...words, negativePrompt: null })).toEqual(first)
  expect(edges.usage.images).toBe(2)
})

test('a repeat sends the message that a crash left out', async () => {
  const edges = ready()
  await ask(edges, words)
  edges.queue.sent.length = 0
  edges.usage.held.clear()
  await ask(edges, words)
  expect(edges.queue.sent).toHaveLength(1)
  expect(edges.usage.held.has(uuid(1))).toBe(true)
})

test('a repeat still gives the record when the model has been retired since', async () => {
  const edges = ready()
  const first = await ask(edges, words)
  const access = { ...settings.access, allowedRetiredModels: [] }
  expect(await ask(edges, words, { settings: { ...settings, access } })).toEqual(first)
})

test('the same id with another request, or of another person, is the same conflict', async () => {
  const edges = ready()
  await ask(edges, words)
  expect(await codeOf(ask(edges, { ...words, count: 1 }))).toEqual(['CONFLICT', 'id'])
  expect(await codeOf(ask(edges, words, { owner: bob }))).toEqual(['CONFLICT', 'id'])
  expect(edges.usage.images).toBe(2)
})

test('a request past the day’s limit is refused, and again when repeated; nothing runs', async () => {
  const edges = ready()
  const limited = { ...settings, limits: limitsOf({ all: { images: 3, costMicros: 1_000_000 } }) }
  await ask(edges, words, { settings: limited })
  const over = () => codeOf(ask(edges, words, { id: 2, settings: limited }))
  expect(await over()).toEqual(['QUOTA_EXCEEDED', undefined])
  expect(await over()).toEqual(['QUOTA_EXCEEDED', undefined])
  expect(edges.queue.sent.map(({ id }) => id)).toEqual([uuid(1)])
  expect(edges.generations.rows.get(uuid(2))).toMatchObject({
    status: 'FAILED',
    errorCode: 'QUOTA_EXCEEDED',
    costMicros: 0,
  })
})

test('a retired model that the deployment does not list is refused before anything is written', async () => {
  const edges = ready()
  const access = { ...settings.access, allowedRetiredModels: [] }
  const answer = codeOf(
    ask(edges, { ...words, model: titan }, { settings: { ...settings, access } }),
  )
  expect(await answer).toEqual(['MODEL_RETIRED', 'model'])
  expect(edges.generations.rows.size).toBe(0)
})

test('somebody else’s picture looks like none', async () => {
  const edges = ready()
  edges.pictures.rows.set(uuid(100), aPicture({ owner: bob }))
  expect(await codeOf(ask(edges, erase))).toEqual(['NOT_FOUND', 'pictureId'])
})

test.each([
  ['VARIATION', { referenceIds: [uuid(100), uuid(101)] }, 'referenceIds'],
  ['STYLE', { stylePictureId: uuid(101), prompt: 'x' }, 'stylePictureId'],
])('%s with somebody else’s picture among others is refused', async (operation, named, field) => {
  const edges = ready()
  edges.pictures.rows.set(uuid(101), aPicture({ id: uuid(101), owner: bob }))
  const asked = { operation, pictureId: uuid(100), count: 1, ...named }
  expect(await codeOf(ask(edges, asked, { settings: anywhere }))).toEqual(['NOT_FOUND', field])
  expect(edges.generations.rows.size).toBe(0)
})

test.each([
  ['too many pixels', { leftPx: 9_000, rightPx: 9_000, upPx: 9_000, downPx: 9_000 }],
  ['too long', { leftPx: 10_000, rightPx: 10_000, upPx: 0, downPx: 0 }],
])('a picture that would have %s is refused before anything is written', async (_what, frame) => {
  const edges = ready()
  const asked = { operation: 'OUTPAINT', prompt: 'a beach', pictureId: uuid(100), frame, count: 1 }
  expect(await codeOf(ask(edges, asked))).toEqual(['INVALID_REQUEST', 'frame'])
  expect(edges.generations.rows.size).toBe(0)
})

test('a frame that the model cannot reach in one step is refused as well', async () => {
  const edges = ready()
  const frame = { leftPx: 9_000, rightPx: 0, upPx: 9_000, downPx: 0 }
  const asked = { operation: 'OUTPAINT', pictureId: uuid(100), frame, count: 1 }
  const settings = {
    ...anywhere,
    access: { ...anywhere.access, preferredModels: [], allowedRetiredModels: [] },
  }
  expect(await codeOf(ask(edges, asked, { settings }))).toEqual(['INVALID_REQUEST', 'frame'])
})

test('the record keeps the object of every picture that the request names', async () => {
  const edges = ready()
  const other = aPicture({ id: uuid(101), key: `originals/${ada}/${'e'.repeat(64)}.png` })
  edges.pictures.rows.set(other.id, other)
  const asked = { operation: 'VARIATION', pictureId: uuid(100), referenceIds: [other.id], count: 1 }
  expect(await ask(edges, asked)).toMatchObject({
    sourceKey: aPicture().key,
    referenceKeys: [other.key],
    referenceIds: [other.id],
  })
})

test('where the model only comes near, the record says how', async () => {
  const asked = { operation: 'RECOLOR', pictureId: uuid(100), search: 'a', prompt: 'b', count: 1 }
  const { modelUsed, modelNote } = await ask(ready(), asked)
  expect({ modelUsed, modelNote: sayText(modelNote) }).toEqual({
    modelUsed: titan,
    modelNote: expect.stringContaining('no recolouring') as string,
  })
})

test('a picture that the model would not take as it is is refused before anything is paid', async () => {
  const edges = ready()
  edges.pictures.rows.set(uuid(100), aPicture({ width: 1_537, height: 600 }))
  const asked = { operation: 'UPSCALE', mode: 'FAST', pictureId: uuid(100), count: 1 }
  expect(await codeOf(ask(edges, asked, { settings: anywhere }))).toEqual([
    'INVALID_REQUEST',
    'pictureId',
  ])
  expect(edges.usage.images).toBe(0)
})

test('a picture that is not ready is refused', async () => {
  const edges = ready()
  edges.pictures.rows.set(uuid(100), aPicture({ status: 'PROCESSING' }))
  expect(await codeOf(ask(edges, erase))).toEqual(['INVALID_REQUEST', 'pictureId'])
})

test.each([
  ['somebody else’s mask', maskKey(bob, 'd'.repeat(64)), 'FORBIDDEN'],
  ['a path upwards', `masks/${ada}/../${bob}/x.png`, 'INVALID_REQUEST'],
  ['a key that is no mask', aPicture().key, 'INVALID_REQUEST'],
  ['a mask that was not uploaded', maskKey(ada, 'e'.repeat(64)), 'INVALID_MASK'],
])('%s is refused', async (_what, key, code) => {
  const edges = ready()
  expect(await codeOf(ask(edges, { ...erase, maskKey: key }))).toEqual([code, 'maskKey'])
  expect(edges.generations.rows.size).toBe(0)
})

test.each([
  ['of another size', pngStart({ width: 240, height: 320 })],
  ['in colour', pngStart({ width: 320, height: 240, colour: 2 })],
  ['of 16 bits', pngStart({ width: 320, height: 240, depth: 16 })],
  ['that is no PNG', Buffer.from('GIF89a'.padEnd(40, ' '))],
  ['that ends early', pngStart({ width: 320, height: 240 }).subarray(0, 20)],
])('a mask %s is refused', async (_what, bytes) => {
  const edges = ready()
  edges.objects.put(aMaskKey, bytes)
  expect(await codeOf(ask(edges, erase))).toEqual(['INVALID_MASK', 'maskKey'])
})

describe('layers', () => {
  const patchRect = { x: 10, y: 20, width: 30, height: 40 }
  const layer = { generationId: uuid(7), index: 0, opacity: 1 }

  /** Ada's job 7 made a patch over picture 100. */
  function withLayer(of: Parameters<typeof aGeneration>[0] = {}) {
    const edges = ready()
    const job = aGeneration({
      id: uuid(7),
      pictureId: uuid(100),
      outputs: [{ index: 0, status: 'SUCCEEDED', patchKey: 'results/x', patchRect }],
      ...of,
    })
    edges.generations.rows.set(job.id, job)
    return edges
  }

  test('are recorded with where they lie', async () => {
    const layers = [layer, { ...layer, opacity: 0.5 }]
    expect(await ask(withLayer(), { ...erase, layers })).toMatchObject({
      layers,
      layerRects: [patchRect, patchRect],
    })
  })

  const failed = [{ index: 0, status: 'FAILED' }]
  test.each<[string, Parameters<typeof aGeneration>[0], object]>([
    ['of somebody else', { owner: bob }, layer],
    ['over another picture', { pictureId: uuid(101) }, layer],
    ['that was not made', { outputs: failed }, layer],
    ['that nobody knows', {}, { ...layer, generationId: uuid(8) }],
    ['beyond those of its job', {}, { ...layer, index: 1 }],
  ])('one %s is refused, and nothing is written', async (_, job, asked) => {
    const edges = withLayer(job)
    expect(await codeOf(ask(edges, { ...erase, layers: [asked] }))).toEqual(['NOT_FOUND', 'layers'])
    expect([edges.generations.rows.size, edges.usage.images]).toEqual([1, 0])
  })

  test('over no picture are refused', async () => {
    const request = { operation: 'STYLE', prompt: 'x', stylePictureId: uuid(100), count: 1 }
    const asked = ask(withLayer(), { ...request, layers: [layer] }, { settings: anywhere })
    expect(await codeOf(asked)).toEqual(['INVALID_REQUEST', 'layers'])
  })

  test('a canvas larger than a picture may be is refused', async () => {
    const canvas = { x: -1, y: 0, width: 60_000, height: 60_000 }
    expect(await codeOf(ask(ready(), { ...erase, canvas }))).toEqual(['INVALID_REQUEST', 'canvas'])
  })

  test('a mask has to lie on the canvas', async () => {
    const canvas = { x: 1, y: 0, width: 319, height: 240 }
    expect(await codeOf(ask(ready(), { ...erase, canvas }))).toEqual(['INVALID_MASK', 'maskKey'])
  })
})
