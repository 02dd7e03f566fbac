import { randomUUID } from 'node:crypto'
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Export } from '#domain/export/export.ts'
import { grow } from '#domain/frame/plan-crop.ts'
import type { Rect, Size } from '#domain/frame/space.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { generationSchema } from '#domain/generation/generation.ts'
import { parseGenerationRequest, requestOf } from '#domain/operation/request.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { openOriginal } from '../../amplify/imaging/open-original.ts'
import { recordFields } from '../../amplify/store/selection.ts'
import { sayText } from '../../src/i18n/say.ts'
import { resultOf } from '../builders/whole.ts'
import { placeOf, s3With } from './address.ts'
import {
  type Backend,
  deployed,
  jobMs,
  shareBackend,
  startMs,
  waitFor,
  waitingModel,
} from './backend.ts'
import { maskOf, noise, noisePng } from './files.ts'
import { type Live, openLive } from './live.ts'
import {
  askForExport,
  endedExport,
  finished,
  generate,
  getExport,
  getGeneration,
  getPicture,
  type Person,
  refusalOf,
  sha256Of,
  signUpPerson,
  upload,
  uploadMask,
  usageOf,
} from './person.ts'
import { openSession } from './sign-in.ts'

const generationFields = recordFields(generationSchema)

/** A photo as a phone writes it: stored lying, shown upright at 400 × 600. */
const shown = { width: 400, height: 600 }
const edit = { x: 150, y: 260, width: 90, height: 70 }
/** Titan's price for one image of its 512 tier in standard quality is $0.008. */
const imageMicros = 8_000

let backend: Backend
let ann: Person
let photo: Buffer
let picture: Picture
let maskPng: Buffer
let mask: string

beforeAll(async () => {
  backend = await shareBackend()
  ann = await signUpPerson(backend, 'ann')
  photo = await noise({ width: 600, height: 400 })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 90 })
    .toBuffer()
  picture = await upload(backend, ann, { bytes: photo, mime: 'image/jpeg' })
  maskPng = await maskOf(shown, edit)
  mask = await uploadMask(backend, ann, maskPng)
}, startMs)

afterAll(() => backend?.close())

/** Each job has a size of its own, since the quick engine's flat pictures are the same otherwise. */
const text = (size: Size, more: object = {}) => ({
  operation: 'TEXT_TO_IMAGE',
  prompt: 'a lighthouse',
  count: 1,
  widthPx: size.width,
  heightPx: size.height,
  ...more,
})
const inpaint = (more: object = {}) => ({
  operation: 'INPAINT',
  prompt: 'a red door',
  pictureId: picture.id,
  maskKey: mask,
  count: 2,
  ...more,
})
const erase = (more: object = {}) => ({
  operation: 'ERASE',
  pictureId: picture.id,
  maskKey: mask,
  count: 1,
  ...more,
})

describe('a request of each operation', () => {
  let otto: Person
  let small: Picture

  beforeAll(async () => {
    otto = await signUpPerson(backend, 'otto')
    small = await upload(backend, otto, { bytes: await noisePng({ width: 320, height: 320 }) })
  }, jobMs)

  const words = { prompt: 'a pond', negativePrompt: 'ducks', quality: 'PREMIUM', seed: 7 }

  test.for<[string, () => Record<string, unknown>]>([
    ['OUTPAINT', () => ({ ...words, frame: { leftPx: 0, rightPx: 64, upPx: 9, downPx: 0 } })],
    ['VARIATION', () => ({ ...words, referenceIds: [small.id], similarity: 0.25 })],
    ['REMOVE_BACKGROUND', () => ({})],
    ['COLOR_GUIDED', () => ({ ...words, colors: ['#102030', '#AABBCC'] })],
    ['STRUCTURE', () => ({ ...words, guide: 'REGIONS', strength: 0.5 })],
    ['REPLACE', () => ({ ...words, search: 'the boat' })],
    ['RECOLOR', () => ({ ...words, search: 'the boat' })],
    ['STYLE', () => ({ stylePictureId: small.id, stylePreset: 'anime', prompt: 'a pond' })],
    ['UPSCALE', () => ({ mode: 'FAST' })],
  ])('%s is kept by its record, and read back as it was', async ([operation, more]) => {
    const pictures = operation === 'STYLE' ? {} : { pictureId: small.id }
    const request = { operation, ...pictures, count: 1, ...more() }
    const id = randomUUID()
    expect((await generate(otto, id, request)).errors).toEqual([])
    const kept = await getGeneration(otto, id)
    expect(requestOf(kept ?? { operation: 'ERASE' })).toEqual(parseGenerationRequest(request))
  })
})

describe('a job that goes well', () => {
  test('an upload is shown upright, with its sizes before and after', async () => {
    const { status, width, height, bytes, mime } = picture
    expect({ status, width, height, bytes, mime }).toEqual({
      status: 'READY',
      ...shown,
      bytes: photo.length,
      mime: 'image/jpeg',
    })
    expect(picture.previewBytes).toBeGreaterThan(0)
    expect(picture.thumbnailBytes).toBeGreaterThan(0)
  })

  test('TEXT_TO_IMAGE', { timeout: jobMs }, async () => {
    const before = await usageOf(backend, ann)
    const job = await run(ann, text({ width: 512, height: 512 }, { seed: 11, model: titan }))
    expect(logOf(job)).toEqual({
      ...wellDone,
      operation: 'TEXT_TO_IMAGE',
      modelAsked: titan,
      prompt: 'a lighthouse',
      sourceBytes: null,
      maskBytes: null,
      costMicros: imageMicros,
    })
    expect(job.outputs).toEqual([
      expect.objectContaining({ status: 'SUCCEEDED', width: 512, height: 512, seed: 11 }),
    ])
    await expectPictures(job)
    expect(await usageOf(backend, ann)).toEqual({
      images: before.images + 1,
      costMicros: before.costMicros + imageMicros,
    })
  })

  test.for<[string, (more?: object) => object, number]>([
    ['ERASE', erase, 1],
    ['INPAINT', inpaint, 2],
  ])('%s changes nothing outside its mask', { timeout: jobMs }, async ([name, ask, count]) => {
    const job = await run(ann, ask({ seed: 5 }))
    expect(logOf(job)).toEqual({
      ...wellDone,
      operation: name,
      modelAsked: null,
      prompt: name === 'ERASE' ? null : 'a red door',
      sourceBytes: photo.length,
      maskBytes: maskPng.length,
      costMicros: imageMicros * count,
    })
    expect(job.outputs?.map(({ status, changedOutside }) => ({ status, changedOutside }))).toEqual(
      Array.from({ length: count }, () => ({ status: 'SUCCEEDED', changedOutside: 0 })),
    )
    for (const { index, key, pictureId } of job.outputs ?? []) {
      // An edit is what it owns: no picture is stored for it.
      expect([key, pictureId]).toEqual([null, null])
      const result = await resultOf(download, job, index)
      expect(await changes(result)).toEqual({ ...shown, outside: 0, inside: true })
    }
  })

  test('subscribers see each state, in order', { timeout: jobMs }, async () => {
    const live = await openLive<Generation>(backend, ann.idToken)
    await live.subscribe('onCreateGeneration', seen)
    await live.subscribe('onUpdateGeneration', seen)
    const { id } = await run(ann, text({ width: 576, height: 384 }))
    const events = await eventsOf(live, id, (each) => each.status === 'SUCCEEDED')
    live.close()
    expect(events.map(({ status, revision }) => [revision, status])).toEqual([
      [1, 'QUEUED'],
      // Claimed, then about to call the model, which is counted before it is done.
      [2, 'RUNNING'],
      [3, 'RUNNING'],
      [4, 'SUCCEEDED'],
    ])
    expect(events.at(-1)?.outputs?.[0]?.key).toBe(`results/${ann.sub}/${id}/0.png`)
  })
})

describe('a job that does not go well', () => {
  test('cancelled while queued: never run, nothing used', { timeout: jobMs }, async () => {
    const before = await usageOf(backend, ann)
    const calls = backend.modelCalls()
    const release = await occupyWorkers()
    const id = randomUUID()
    await generate(ann, id, text({ width: 640, height: 384 }))
    const cancelled = await cancel(id)
    expect([cancelled.status, cancelled.errorCode]).toEqual(['CANCELLED', 'CANCELLED'])
    const others = await release()
    const { attempt, success, costMicros, outputs } = (await getGeneration(ann, id)) as Generation
    expect({ attempt, success, costMicros, outputs }).toEqual({
      attempt: 0,
      success: false,
      costMicros: 0,
      outputs: null,
    })
    expect(backend.modelCalls()).toBe(calls + others)
    expect((await usageOf(backend, ann)).images).toBe(before.images + others)
  })

  test('cancelled while it runs: what was paid for is kept', { timeout: jobMs }, async () => {
    backend.sandbox.faults.add(waitingModel)
    const id = randomUUID()
    await generate(ann, id, text({ width: 384, height: 640 }))
    await waitFor('the model’s turn', async () =>
      (await getGeneration(ann, id))?.status === 'RUNNING' ? true : undefined,
    )
    const asked = await cancel(id)
    backend.sandbox.faults.clear()
    expect([asked.status, asked.cancelRequested]).toEqual(['RUNNING', true])
    const { status, costMicros } = await finished(ann, id)
    // It may have been asked before the model was called: then it ends at once, and costs nothing.
    expect([`SUCCEEDED ${imageMicros}`, 'CANCELLED 0']).toContain(`${status} ${costMicros}`)
  })

  test('a finished job stays as it ended', { timeout: jobMs }, async () => {
    const job = await run(ann, text({ width: 448, height: 576 }))
    expect(await cancel(job.id)).toEqual(job)
  })

  test.for<[string, string, string]>([
    ['words that are refused', 'a blockedprompt', 'BLOCKED_PROMPT'],
    ['images that are withheld', 'a blockedoutput', 'BLOCKED_OUTPUT'],
  ])('%s: BLOCKED, nothing used', { timeout: jobMs }, async ([, prompt, errorCode]) => {
    const before = await usageOf(backend, ann)
    const job = await run(ann, text({ width: 512, height: 512 }, { prompt, count: 2 }))
    expect({ ...job, errorDetail: undefined }).toMatchObject({
      status: 'BLOCKED',
      errorCode,
      success: false,
      costMicros: 0,
    })
    expect(sayText(job.errorDetail)).toMatch(/^[A-Z].+\.$/)
    expect(await usageOf(backend, ann)).toEqual(before)
  })

  test('some withheld: PARTIAL, paid for what came', { timeout: jobMs }, async () => {
    const before = await usageOf(backend, ann)
    const job = await run(ann, inpaint({ prompt: 'someblocked', count: 2 }))
    expect(job).toMatchObject({
      status: 'PARTIAL',
      errorCode: 'BLOCKED_OUTPUT',
      success: false,
      costMicros: imageMicros,
    })
    expect(job.outputs?.map(({ index, status, errorCode }) => [index, status, errorCode])).toEqual([
      [0, 'SUCCEEDED', null],
      [1, 'BLOCKED', 'BLOCKED_OUTPUT'],
    ])
    expect(await usageOf(backend, ann)).toEqual({
      images: before.images + 1,
      costMicros: before.costMicros + imageMicros,
    })
  })
})

describe('an export', () => {
  const size = { width: 320, height: 200 }
  const places: readonly Rect[] = [20, 120, 220].map((x) => ({ x, y: 60, width: 60, height: 60 }))
  let deep: Buffer
  let root: Picture
  let layers: { generationId: string; index: number; opacity: number }[]

  beforeAll(async () => {
    deep = await noise(size).toColourspace('rgb16').withIccProfile('p3').png().toBuffer()
    root = await upload(backend, ann, { bytes: deep })
    const jobs = await Promise.all(
      places.map(async (place) => {
        const maskKey = await uploadMask(backend, ann, await maskOf(size, place))
        return run(ann, erase({ pictureId: root.id, maskKey }))
      }),
    )
    layers = jobs.map(({ id }) => ({ generationId: id, index: 0, opacity: 1 }))
  }, jobMs)

  const ask = (more: object = {}, person = ann) =>
    askForExport(person, { pictureId: root.id, layers, ...more })

  test('is told live, and its file is the root outside of its layers', {
    timeout: jobMs,
  }, async () => {
    const live = await openLive<Export>(backend, ann.idToken)
    await live.subscribe('onUpdateExport', 'id owner status progress revision')
    const { key, ...record } = await endedExport(ann, await ask())
    await live.heard(({ id, status }) => id === record.id && status === 'READY')
    live.close()
    expect(record).toMatchObject({ status: 'READY', ...size, changedOutside: 0, progress: 1 })
    const file = await download(String(key))
    const [before, after] = [await sharp(deep).metadata(), await sharp(file).metadata()]
    expect([after.depth, after.icc?.equals(before.icc ?? Buffer.of())]).toEqual(['ushort', true])
    expect(record.bytes).toBe(file.length)
    // Each soft edge is 6 px or less, as above.
    const near = places.map((place) => grow(place, 6, size))
    expect(await differing(deep, file, near)).toEqual({ outside: 0, inside: true })
  })

  test('is the same when it is asked for again', { timeout: jobMs }, async () => {
    const [one, other] = [await endedExport(ann, await ask()), await endedExport(ann, await ask())]
    expect([other.id, other.key]).toEqual([one.id, one.key])
  })

  test.for(['image/jpeg', 'image/webp', 'image/avif', 'image/tiff'])(
    'comes as %s, smaller',
    { timeout: jobMs },
    async (mime) => {
      const { status, key } = await endedExport(ann, await ask({ mime, maxSidePx: 160 }))
      expect(status).toBe('READY')
      const { width, height } = await sharp(await download(String(key))).metadata()
      expect([width, height]).toEqual([160, 100])
    },
  )

  test('of what is another’s is refused, and nobody else reads or cancels it', async () => {
    const ben = await signUpPerson(backend, 'ben')
    const own = await upload(backend, ben, { bytes: await noisePng({ width: 70, height: 70 }) })
    const refused = { code: 'NOT_FOUND' }
    expect(refusalOf(await ask({}, ben))).toEqual({ ...refused, field: 'pictureId' })
    expect(refusalOf(await ask({ pictureId: own.id }, ben))).toEqual({
      ...refused,
      field: 'layers',
    })
    expect(refusalOf(await ask({ pictureId: picture.id }))).toEqual({ ...refused, field: 'layers' })
    const mine = await endedExport(ann, await ask())
    expect(await getExport(ben, mine.id)).toBeUndefined()
    const cancelled = await ben.ask(`mutation { cancelExport(id: "${mine.id}") { id } }`)
    expect(refusalOf(cancelled)).toEqual({ ...refused, field: 'id' })
    const object = { Bucket: backend.outputs.storage.bucket_name, Key: mine.key }
    await expect(ben.s3.send(new GetObjectCommand(object))).rejects.toThrow(
      /AccessDenied|denied|not authorized/,
    )
  })
})

describe('removal', () => {
  test('of a job takes its pictures and objects, and tells', { timeout: jobMs }, async () => {
    const live = await openLive<Generation>(backend, ann.idToken)
    await live.subscribe('onDeleteGeneration', seen)
    const job = await run(ann, text({ width: 704, height: 384 }))
    const [output] = job.outputs ?? []
    const keys = [output?.key, output?.previewKey, output?.thumbnailKey].map(String)
    expect(await stored(keys)).toEqual(keys)
    const { data } = await ann.ask(`mutation { removeGenerations(ids: ["${job.id}"]) }`)
    expect(data).toEqual({ removeGenerations: [job.id] })
    expect(await getGeneration(ann, job.id)).toBeUndefined()
    expect(await getPicture(ann, String(output?.pictureId))).toBeUndefined()
    expect(await stored(keys)).toEqual([])
    expect(await eventsOf(live, job.id, () => true)).toHaveLength(1)
    live.close()
  })

  test('of a picture takes its objects, and tells', { timeout: jobMs }, async () => {
    const live = await openLive<Picture>(backend, ann.idToken)
    await live.subscribe('onDeletePicture', 'id owner')
    const { id, ...made } = await upload(backend, ann, {
      bytes: await noisePng({ width: 50, height: 50 }),
    })
    const keys = [made.key, made.previewKey, made.thumbnailKey].map(String)
    expect(await stored(keys)).toEqual(keys)
    const { data } = await ann.ask(`mutation { removePictures(ids: ["${id}"]) }`)
    expect(data).toEqual({ removePictures: [id] })
    expect(await getPicture(ann, id)).toBeUndefined()
    expect(await stored(keys)).toEqual([])
    const events = await waitFor('the event', async () =>
      live.events.some((each) => each.id === id) ? live.events : undefined,
    )
    expect(events.map((each) => each.owner)).toEqual([ann.sub])
    live.close()
  })

  test('of an account takes everything, and the way back in', { timeout: jobMs }, async () => {
    const eve = await signUpPerson(backend, 'eve')
    const own = await upload(backend, eve, { bytes: await noisePng({ width: 60, height: 60 }) })
    const maskKey = await uploadMask(
      backend,
      eve,
      await maskOf({ width: 60, height: 60 }, { x: 9, y: 9, width: 20, height: 20 }),
    )
    await run(eve, { operation: 'ERASE', pictureId: own.id, maskKey, count: 1 })
    await endedExport(eve, await askForExport(eve, { pictureId: own.id }))
    expect(await tracesOf(eve)).not.toEqual({ records: 0, objects: [] })
    const { data } = await eve.ask('mutation { deleteAccount }')
    expect(data).toEqual({ deleteAccount: true })
    // That they left is all that is kept: their token is good at AppSync until it expires.
    expect(await tracesOf(eve)).toEqual({ records: 1, objects: [] })
    expect(await getPicture(eve, own.id)).toBeUndefined()
    await expect(openSession(eve.email)).rejects.toThrow('Incorrect username or password.')
    expect((await tracesOf(ann)).records).toBeGreaterThan(0)
  })
})

const titan = 'amazon.titan-image-generator-v2:0'
const seen = 'id owner status revision outputs { key }'
const someNumber: unknown = expect.any(Number)

/** What the record of every job that went well says. */
const wellDone = {
  status: 'SUCCEEDED',
  success: true,
  modelUsed: titan,
  modelCalls: 1,
  retries: null,
  requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
  outputBytes: 'as its outputs',
  queueMs: someNumber,
  prepareMs: someNumber,
  modelMs: someNumber,
  pasteMs: someNumber,
  totalMs: someNumber,
  createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
  finishedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
  errorCode: null,
  errorDetail: null,
}

/** The fields of a record that are the product's log of a job. */
const logged = `status success modelAsked modelUsed operation prompt requestId sourceBytes maskBytes
  queueMs prepareMs modelMs pasteMs totalMs modelCalls retries costMicros createdAt finishedAt errorCode errorDetail`
  .trim()
  .split(/\s+/)

function logOf(job: Generation) {
  const sum = job.outputs?.reduce((bytes, output) => bytes + (output.bytes ?? 0), 0)
  return {
    ...Object.fromEntries(Object.entries(job).filter(([name]) => logged.includes(name))),
    outputBytes: job.outputBytes === sum ? 'as its outputs' : job.outputBytes,
  }
}

async function run(person: Person, request: object): Promise<Generation> {
  const id = randomUUID()
  const { errors } = await generate(person, id, { ...request })
  expect(errors).toEqual([])
  return finished(person, id)
}

async function cancel(id: string): Promise<Generation> {
  const { data } = await ann.ask(
    `mutation { cancelGeneration(id: "${id}") { ${generationFields} } }`,
  )
  return data?.['cancelGeneration'] as Generation
}

/**
 * Gives every worker a job that waits for its model.
 * @returns a function that lets them go and waits for them; it gives their number
 */
async function occupyWorkers(): Promise<() => Promise<number>> {
  backend.sandbox.faults.add(waitingModel)
  // As many as `concurrency` of the deployment lets run at once.
  const ids = Array.from({ length: 5 }, () => randomUUID())
  await Promise.all(ids.map((id) => generate(ann, id, text({ width: 512, height: 512 }))))
  await Promise.all(
    ids.map((id) =>
      waitFor('a worker', async () =>
        (await getGeneration(ann, id))?.status === 'RUNNING' ? true : undefined,
      ),
    ),
  )
  return async () => {
    backend.sandbox.faults.clear()
    await Promise.all(ids.map((id) => finished(ann, id)))
    return ids.length
  }
}

/** Every output's picture is there, ready, and is the very file that the output names. */
async function expectPictures(job: Generation): Promise<void> {
  for (const output of job.outputs ?? []) {
    const made = await getPicture(ann, String(output.pictureId))
    expect(made).toMatchObject({ status: 'READY', origin: 'GENERATION', mime: 'image/png' })
    expect(made?.sha256).toBe(sha256Of(await download(String(output.key))))
  }
}

async function download(key: string): Promise<Buffer> {
  const object = { Bucket: backend.outputs.storage.bucket_name, Key: key }
  const { Body } = await ann.s3.send(new GetObjectCommand(object))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}

/** How a result differs from the photo as it is shown: pixels beyond mask + feather, and within. */
async function changes(result: Buffer) {
  const original = await sharp(photo).autoOrient().removeAlpha().raw().toBuffer()
  const { data, info } = await sharp(result).raw().toBuffer({ resolveWithObject: true })
  // At this scale (the model sees the crop at or above its size) the soft edge is 6 px or less.
  const near = { x: edit.x - 6, y: edit.y - 6, width: edit.width + 12, height: edit.height + 12 }
  let outside = 0
  let inside = false
  for (let at = 0; at < info.width * info.height; at += 1) {
    const isSame = [0, 1, 2].every(
      (channel) => data[at * info.channels + channel] === original[at * 3 + channel],
    )
    if (isSame) continue
    if (holds(near, at % info.width, Math.floor(at / info.width))) inside = true
    else outside += 1
  }
  return { width: info.width, height: info.height, outside, inside }
}

/** How two pictures of 16 bits differ: pixels beyond these places, and within. */
async function differing(one: Buffer, other: Buffer, places: readonly Rect[]) {
  const [before, after] = [await openOriginal(one), await openOriginal(other)]
  let outside = 0
  let inside = false
  for (let at = 0; at < before.width * before.height; at += 1) {
    const isSame = [0, 1, 2].every(
      (channel) => before.pixels[at * 3 + channel] === after.pixels[at * 3 + channel],
    )
    if (isSame) continue
    const [x, y] = [at % before.width, Math.floor(at / before.width)]
    if (places.some((place) => holds(place, x, y))) inside = true
    else outside += 1
  }
  return { outside, inside }
}

function holds({ x, y, width, height }: Rect, px: number, py: number): boolean {
  return px >= x && px < x + width && py >= y && py < y + height
}

async function eventsOf(
  live: Live<Generation>,
  id: string,
  isLast: (event: Generation) => boolean,
): Promise<Generation[]> {
  return waitFor('the last event', async () => {
    const events = live.events.filter((each) => each.id === id)
    return events.some(isLast) ? events : undefined
  })
}

/** Which of these keys have an object. */
async function stored(keys: readonly string[]): Promise<string[]> {
  const all = await objectsOf(ann)
  return keys.filter((key) => all.includes(key))
}

async function objectsOf({ sub }: Person): Promise<string[]> {
  const Bucket = backend.outputs.storage.bucket_name
  const { Contents = [] } = await s3With(backend, backend.tools).send(
    new ListObjectsV2Command({ Bucket }),
  )
  return Contents.map(({ Key }) => String(Key)).filter((key) => key.includes(sub))
}

/** What the tables and the bucket hold of a person, whoever may read it. */
async function tracesOf(person: Person): Promise<{ records: number; objects: string[] }> {
  const client = new DynamoDBClient({ ...placeOf(backend), credentials: backend.tools })
  const tables = deployed(backend, 'Custom::AmplifyDynamoDBTable')
  const scans = await Promise.all(
    tables.map((TableName) => client.send(new ScanCommand({ TableName }))),
  )
  const rows = scans.flatMap(({ Items = [] }) => Items)
  return {
    records: rows.filter((row) => JSON.stringify(row).includes(person.sub)).length,
    objects: await objectsOf(person),
  }
}
