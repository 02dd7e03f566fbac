import { randomUUID } from 'node:crypto'
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { maskKey, originalKey } from '#domain/object-key.ts'
import { type Picture, pictureSchema } from '#domain/picture/picture.ts'
import { sayText } from '../../src/i18n/say.ts'
import { placeOf } from './address.ts'
import { type Backend, deployed, jobMs, shareBackend, startMs } from './backend.ts'
import { bombPng, flatPng, maskOf, noise, noisePng, svg, withTexts } from './files.ts'
import {
  finished,
  generate,
  getGeneration,
  type Person,
  refusalOf,
  sha256Of,
  signUpPerson,
  upload,
  uploadMask,
  usageOf,
} from './person.ts'

const size = { width: 96, height: 64 }
const part = { x: 20, y: 10, width: 30, height: 30 }

let backend: Backend
let ann: Person
let picture: Picture
let mask: string

beforeAll(async () => {
  backend = await shareBackend()
  ann = await signUpPerson(backend, 'ann')
  picture = await upload(backend, ann, { bytes: await noisePng(size) })
  mask = await uploadMask(backend, ann, await maskOf(size, part))
}, startMs)

afterAll(() => backend?.close())

describe('an upload that cannot be edited is rejected with a plain reason', () => {
  const cut = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length * 0.6))
  const jpeg = () => noise(size).jpeg().toBuffer()
  const notAPicture =
    'This file is not a picture. PNG, JPEG, WebP, AVIF, TIFF and GIF files can be edited.'
  const damaged = 'This file is damaged or incomplete. Try to save or copy it again.'

  test.for<[string, () => Promise<Buffer> | Buffer, string]>([
    ['text', () => Buffer.from('I am not a picture.'), notAPicture],
    [
      'a page with a script',
      () => Buffer.from('<html><script>alert(1)</script></html>'),
      notAPicture,
    ],
    ['SVG', () => svg, 'SVG files cannot be edited here. Save the picture as PNG, JPEG or WebP.'],
    ['an empty file', () => Buffer.alloc(0), 'This file is empty.'],
    ['a PNG signature alone', async () => (await noisePng(size)).subarray(0, 8), damaged],
    ['a truncated PNG', async () => cut(await noisePng(size)), damaged],
    ['a truncated JPEG', async () => cut(await jpeg()), damaged],
    ['a truncated WebP', async () => cut(await noise(size).webp().toBuffer()), damaged],
    [
      'a decompression bomb',
      () => bombPng({ width: 30_000, height: 30_000 }),
      'This picture has 30000 × 30000 pixels: at most 100 megapixels fit.',
    ],
    [
      'more than 100 megapixels',
      () => flatPng({ width: 10_200, height: 10_000 }),
      'This picture has 10200 × 10000 pixels: at most 100 megapixels fit.',
    ],
    [
      'one pixel',
      () => flatPng({ width: 1, height: 1 }),
      'This picture has 1 × 1 pixels: each side needs 16 or more.',
    ],
    [
      'a thin strip',
      () => flatPng({ width: 2_000, height: 16 }),
      'This picture has 2000 × 16 pixels: one side is over 50 times the other.',
    ],
    [
      'a file of many parts',
      async () => withTexts(await noisePng(size), 10_001),
      'This file consists of too many parts. Open it in another program and save it again.',
    ],
    [
      'a CMYK JPEG',
      () => noise(size).toColourspace('cmyk').jpeg().toBuffer(),
      'This picture is in CMYK, for print. Convert it to RGB (sRGB) and try again.',
    ],
  ])('%s', { timeout: jobMs }, async ([, make, reason]) => {
    const bytes = await make()
    const rejected = await upload(backend, ann, { bytes })
    expect({ ...withoutNulls(rejected), reason: sayText(rejected.reason) }).toEqual({
      id: rejected.id,
      createdAt: rejected.createdAt,
      updatedAt: rejected.updatedAt,
      owner: ann.sub,
      status: 'REJECTED',
      reasonCode: 'INVALID_IMAGE',
      reason,
      key: originalKey(ann.sub, sha256Of(bytes), 'image/png'),
      sha256: sha256Of(bytes),
      origin: 'UPLOAD',
      revision: 1,
    })
  })

  test('a file that is not the one its key names', { timeout: jobMs }, async () => {
    const bytes = await noisePng({ width: 40, height: 40 })
    const { status, reasonCode, reason } = await upload(backend, ann, {
      bytes,
      digest: 'a'.repeat(64),
    })
    expect({ status, reasonCode, reason: sayText(reason) }).toEqual({
      status: 'REJECTED',
      reasonCode: 'INVALID_IMAGE',
      reason: 'The upload is incomplete: it is not the file it names.',
    })
  })

  test('a picture under the wrong extension is still a picture', { timeout: jobMs }, async () => {
    const { status, mime } = await upload(backend, ann, { bytes: await jpeg() })
    expect({ status, mime }).toEqual({ status: 'READY', mime: 'image/jpeg' })
  })
})

describe('a request that cannot be met is refused before anything is paid', () => {
  const text = { operation: 'TEXT_TO_IMAGE', prompt: 'a lighthouse', count: 1 }
  const inpaint = () => ({
    operation: 'INPAINT',
    prompt: 'a lighthouse',
    pictureId: picture.id,
    maskKey: mask,
    count: 1,
  })
  const erase = () => ({ operation: 'ERASE', pictureId: picture.id, maskKey: mask, count: 1 })
  const extend = () => ({
    operation: 'OUTPAINT',
    prompt: 'a beach',
    pictureId: picture.id,
    frame: { leftPx: 9, rightPx: 0, upPx: 0, downPx: 0 },
    count: 1,
  })
  const stranger = 'b0000000-0000-4000-8000-00000000000b'
  const digest = 'd'.repeat(64)

  test.for<[string, () => Record<string, unknown>, string, string]>([
    ['no prompt', () => ({ ...text, prompt: undefined }), 'INVALID_REQUEST', 'prompt'],
    ['an empty prompt', () => ({ ...text, prompt: '' }), 'INVALID_REQUEST', 'prompt'],
    ['a prompt of spaces', () => ({ ...text, prompt: ' \n ' }), 'INVALID_REQUEST', 'prompt'],
    [
      'a prompt of 513 characters',
      () => ({ ...text, prompt: 'x'.repeat(513) }),
      'INVALID_REQUEST',
      'prompt',
    ],
    [
      'control characters',
      () => ({ ...text, prompt: 'a \u0000\u001b[2J b' }),
      'INVALID_REQUEST',
      'prompt',
    ],
    ['inpainting without words', () => ({ ...inpaint(), prompt: '' }), 'INVALID_REQUEST', 'prompt'],
    [
      'a negative prompt of 513 characters',
      () => ({ ...text, negativePrompt: 'x'.repeat(513) }),
      'INVALID_REQUEST',
      'negativePrompt',
    ],
    ['no image', () => ({ ...text, count: 0 }), 'INVALID_REQUEST', 'count'],
    ['six images', () => ({ ...text, count: 6 }), 'INVALID_REQUEST', 'count'],
    ['a negative number of images', () => ({ ...text, count: -1 }), 'INVALID_REQUEST', 'count'],
    ['a negative seed', () => ({ ...text, seed: -1 }), 'INVALID_REQUEST', 'seed'],
    [
      'a seed past the model’s range',
      () => ({ ...text, seed: 2_147_483_647 }),
      'INVALID_REQUEST',
      'seed',
    ],
    ['a seed past any range', () => ({ ...text, seed: 1e12 }), 'INVALID_REQUEST', 'seed'],
    ['half a seed', () => ({ ...text, seed: 0.5 }), 'INVALID_REQUEST', 'seed'],
    [
      'a size that is not made',
      () => ({ ...text, widthPx: 333, heightPx: 333 }),
      'INVALID_REQUEST',
      'widthPx',
    ],
    [
      'an unknown operation',
      () => ({ ...text, operation: 'DROP_TABLE' }),
      'UNSUPPORTED',
      'operation',
    ],
    ['an unknown model', () => ({ ...text, model: 'acme.painter-v1:0' }), 'UNSUPPORTED', 'model'],
    ['no picture', () => ({ ...erase(), pictureId: undefined }), 'INVALID_REQUEST', 'pictureId'],
    [
      'a picture that is not there',
      () => ({ ...erase(), pictureId: randomUUID() }),
      'NOT_FOUND',
      'pictureId',
    ],
    [
      'a picture id that is none',
      () => ({ ...erase(), pictureId: '../1' }),
      'INVALID_REQUEST',
      'pictureId',
    ],
    [
      'an extension by nothing',
      () => ({ ...extend(), frame: { leftPx: 0, rightPx: 0, upPx: 0, downPx: 0 } }),
      'INVALID_REQUEST',
      'frame',
    ],
    [
      'an extension by a negative number of pixels',
      () => ({ ...extend(), frame: { leftPx: -1, rightPx: 9, upPx: 0, downPx: 0 } }),
      'INVALID_REQUEST',
      'frame.leftPx',
    ],
    [
      'a colour by its name',
      () => ({ ...text, operation: 'COLOR_GUIDED', colors: ['red'] }),
      'INVALID_REQUEST',
      'colors.0',
    ],
    [
      'a setting that the model does not take',
      () => ({ ...extend(), creativity: 0.5 }),
      'INVALID_REQUEST',
      'creativity',
    ],
    [
      'a picture to mix in that is not there',
      () => ({
        operation: 'VARIATION',
        pictureId: picture.id,
        referenceIds: [picture.id, randomUUID()],
        count: 1,
      }),
      'NOT_FOUND',
      'referenceIds',
    ],
    ['no mask', () => ({ ...erase(), maskKey: undefined }), 'INVALID_REQUEST', 'maskKey'],
    [
      'a mask that was not uploaded',
      () => ({ ...erase(), maskKey: maskKey(ann.sub, digest) }),
      'INVALID_MASK',
      'maskKey',
    ],
    [
      'somebody else’s mask',
      () => ({ ...erase(), maskKey: `masks/${stranger}/${digest}.png` }),
      'FORBIDDEN',
      'maskKey',
    ],
    [
      'a key that climbs',
      () => ({ ...erase(), maskKey: `masks/${ann.sub}/../${stranger}/${digest}.png` }),
      'INVALID_REQUEST',
      'maskKey',
    ],
    [
      'a key that climbs in disguise',
      () => ({ ...erase(), maskKey: `masks/${ann.sub}/%2e%2e/${stranger}/${digest}.png` }),
      'INVALID_REQUEST',
      'maskKey',
    ],
    [
      'a mask from another prefix',
      () => ({ ...erase(), maskKey: picture.key }),
      'INVALID_REQUEST',
      'maskKey',
    ],
  ])('%s', async ([, request, code, field]) => {
    expect(await refused(request())).toEqual({ refusal: { code, field }, ...nothing })
  })

  test('a mask of another size', async () => {
    const maskKey = await uploadMask(backend, ann, await maskOf({ width: 64, height: 96 }, part))
    expect(await refused({ ...erase(), maskKey })).toEqual({
      refusal: { code: 'INVALID_MASK', field: 'maskKey' },
      ...nothing,
    })
  })

  test('a mask that is no picture', async () => {
    const maskKey = await uploadMask(backend, ann, Buffer.from('white'))
    expect(await refused({ ...erase(), maskKey })).toEqual({
      refusal: { code: 'INVALID_MASK', field: 'maskKey' },
      ...nothing,
    })
  })

  test('a mask in colour', async () => {
    const maskKey = await uploadMask(backend, ann, await noisePng(size))
    expect(await refused({ ...erase(), maskKey })).toEqual({
      refusal: { code: 'INVALID_MASK', field: 'maskKey' },
      ...nothing,
    })
  })

  test('a picture that was rejected', { timeout: jobMs }, async () => {
    const { id: pictureId } = await upload(backend, ann, { bytes: Buffer.from('no picture') })
    expect(await refused({ ...erase(), pictureId })).toEqual({
      refusal: { code: 'INVALID_REQUEST', field: 'pictureId' },
      ...nothing,
    })
  })

  test('an id that is no UUID', async () => {
    const answer = await generate(ann, '../../1', text)
    expect(refusalOf(answer)).toEqual({ code: 'INVALID_REQUEST', field: 'id' })
  })

  test.for<[string, { x: number; y: number; width: number; height: number }, string]>([
    ['all black', { ...part, width: 0 }, 'Nothing is painted: the mask is all black.'],
    [
      'all white',
      { x: 0, y: 0, ...size },
      'Everything is painted. Leave some of the picture for the edit to fit into.',
    ],
  ])('a mask that is %s ends its job unpaid', { timeout: jobMs }, async ([, edit, detail]) => {
    const maskKey = await uploadMask(backend, ann, await maskOf(size, edit))
    const before = await paid()
    const id = randomUUID()
    await generate(ann, id, { ...erase(), maskKey })
    const { status, success, errorCode, errorDetail, costMicros } = await finished(ann, id)
    const said = sayText(errorDetail)
    expect({ status, success, errorCode, errorDetail: said, costMicros }).toEqual({
      status: 'FAILED',
      success: false,
      errorCode: 'INVALID_MASK',
      errorDetail: detail,
      costMicros: 0,
    })
    expect(await paid()).toEqual(before)
  })
})

describe('an id that comes again', () => {
  const request = {
    operation: 'TEXT_TO_IMAGE',
    prompt: 'a lighthouse',
    count: 1,
    widthPx: 512,
    heightPx: 512,
    seed: 3,
  }

  test('with the same request is the same job, paid once', { timeout: jobMs }, async () => {
    const before = await paid()
    const id = randomUUID()
    const answers = await Promise.all([1, 2, 3, 4].map(() => generate(ann, id, request)))
    expect(answers.flatMap(({ errors }) => errors)).toEqual([])
    const ended = await finished(ann, id)
    const late = await generate(ann, id, request)
    expect(late.data?.['generateImage']).toEqual(ended)
    // Titan's price for 512 × 512 in standard quality is $0.008.
    expect(await paid()).toEqual({
      images: before.images + 1,
      costMicros: before.costMicros + 8_000,
      modelCalls: before.modelCalls + 1,
    })
  })

  test('with another request is a conflict and changes nothing', { timeout: jobMs }, async () => {
    const id = randomUUID()
    await generate(ann, id, request)
    const ended = await finished(ann, id)
    const before = await paid()
    const answer = await generate(ann, id, { ...request, prompt: 'a castle' })
    expect(refusalOf(answer)).toEqual({ code: 'CONFLICT', field: 'id' })
    expect(await getGeneration(ann, id)).toEqual(ended)
    expect(await paid()).toEqual(before)
  })
})

const nothing = { data: null, record: undefined, cost: 'nothing', queued: 0 }

/** Sends a request that must fail, and says what it left behind. */
async function refused(request: Record<string, unknown>) {
  const before = await paid()
  const id = randomUUID()
  const answer = await generate(ann, id, request)
  return {
    refusal: refusalOf(answer),
    data: answer.data?.['generateImage'],
    record: await getGeneration(ann, id),
    cost: JSON.stringify(await paid()) === JSON.stringify(before) ? 'nothing' : 'something',
    queued: await queuedMessages(),
  }
}

async function paid() {
  return { ...(await usageOf(backend, ann)), modelCalls: backend.modelCalls() }
}

/** Messages of jobs, waiting or in flight. */
async function queuedMessages(): Promise<number> {
  const sqs = new SQSClient({ ...placeOf(backend), credentials: backend.tools })
  const [QueueUrl] = deployed(backend, 'AWS::SQS::Queue').filter(
    (url) => /generations/i.test(url) && !/dead/i.test(url),
  )
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  )
  const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: held } =
    Attributes ?? {}
  return Number(waiting) + Number(held)
}

function withoutNulls(record: object): Picture {
  const given = Object.entries(record).filter(([, value]) => value !== null)
  return pictureSchema.parse(Object.fromEntries(given))
}
