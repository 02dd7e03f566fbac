import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Generation } from '#domain/generation/generation.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { type ImagesServer, openImagesServer } from '../../sandbox/images/server.ts'
import { type Backend, jobMs, shareBackend, startMs } from './backend.ts'
import { maskOf, noisePng } from './files.ts'
import {
  finished,
  generate,
  getGeneration,
  type Person,
  refusalOf,
  signUpPerson,
  upload,
  uploadMask,
} from './person.ts'
import { imagesKey, imagesPort } from './settings.ts'

/** Whole jobs on models that a deployment added: a server of the OpenAI images protocol. */

const size = { width: 512, height: 384 }
const hole = { x: 200, y: 150, width: 90, height: 70 }

let backend: Backend
let images: ImagesServer
let ann: Person
let picture: Picture
let other: Picture
let mask: string

beforeAll(async () => {
  images = await openImagesServer({
    port: imagesPort,
    key: imagesKey,
    engine: 'instant',
    models: {
      exact: { mask: 'ALPHA', maxImages: 16 },
      repainter: { mask: 'NONE', maxImages: 3, repaintsAll: true },
    },
  })
  backend = await shareBackend()
  ann = await signUpPerson(backend, 'ann-own')
  picture = await upload(backend, ann, { bytes: await noisePng(size) })
  other = await upload(backend, ann, { bytes: await noisePng({ width: 320, height: 320 }) })
  mask = await uploadMask(backend, ann, await maskOf(size, hole))
}, startMs)
afterAll(() => images?.close())

async function run(request: object): Promise<Generation> {
  const id = randomUUID()
  const answer = await generate(ann, id, { count: 1, ...request })
  expect(answer.errors).toEqual([])
  return finished(ann, id)
}

describe('a whole job', { timeout: jobMs }, () => {
  test('from words, which is what its settings say it costs', async () => {
    const request = { operation: 'TEXT_TO_IMAGE', prompt: 'a harbour', model: 'own:exact' }
    const done = await run({ ...request, widthPx: 512, heightPx: 512 })
    expect(done).toMatchObject({ status: 'SUCCEEDED', modelUsed: 'own:exact', costMicros: 40_000 })
    const used = `query { usageByOwner(owner: "${ann.sub}") { items { costMicros } } }`
    const { data } = await ann.ask(used)
    // It was reserved before the model was called, by the same price.
    // It is the same in the rows of the day and of the month.
    const spent = { costMicros: 40_000 }
    expect(data).toEqual({ usageByOwner: { items: [spent, spent] } })
  })

  test('by instruction, with two more pictures in their order', async () => {
    const done = await run({
      operation: 'INSTRUCT',
      prompt: 'put the pattern of picture 2 on picture 1, as in picture 3',
      pictureId: picture.id,
      referenceIds: [other.id, picture.id],
      model: 'own:exact',
    })
    expect(done).toMatchObject({ status: 'SUCCEEDED', outputs: [{ status: 'SUCCEEDED' }] })
    expect(images.asked.at(-1)?.images).toHaveLength(3)
    expect(images.asked.at(-1)?.prompt).toContain('picture 3')
  })

  test.each(['exact', 'repainter'])(
    'of what is masked by %s: outside the mask not a pixel changes',
    async (model) => {
      const done = await run({
        operation: 'INSTRUCT',
        prompt: 'a red door',
        pictureId: picture.id,
        maskKey: mask,
        model: `own:${model}`,
      })
      expect(done).toMatchObject({ status: 'SUCCEEDED', outputs: [{ changedOutside: 0 }] })
      expect(images.asked.at(-1)?.cover === undefined).toBe(model === 'repainter')
    },
  )
})

test('what a model cannot do is refused, and another follows instructions', async () => {
  const asked = { operation: 'INSTRUCT', prompt: 'x', pictureId: picture.id, count: 1 }
  const referenceIds = [1, 2, 3].map(() => other.id)
  const many = { ...asked, model: 'own:repainter', referenceIds }
  expect(refusalOf(await generate(ann, randomUUID(), many))?.code).toBe('INVALID_REQUEST')
  const done = await run({ ...asked, model: 'amazon.titan-image-generator-v2:0' })
  expect(done.modelUsed).toBe('own:exact')
  expect(done.modelReason).toContain('modelCannot')
})

test('a call whose answer was lost is not made again, and says so', {
  timeout: jobMs,
}, async () => {
  const before = images.made
  images.order({ kind: 'CUT' })
  const done = await run({ operation: 'TEXT_TO_IMAGE', prompt: 'a pier', model: 'own:exact' })
  expect(done).toMatchObject({ status: 'FAILED', errorCode: 'TIMED_OUT' })
  expect(done.errorDetail).toContain('endpointLost')
  expect(images.made - before).toBe(1)
})

test('the key is nowhere but in the request', async () => {
  const text = JSON.stringify([
    backend.outputs,
    backend.refusals,
    await getGeneration(ann, randomUUID()),
  ])
  expect(text).not.toContain(imagesKey)
  expect(JSON.stringify(backend.sandbox.deployment)).not.toContain(imagesKey)
})
