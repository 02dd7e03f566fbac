import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime'
import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
} from '@aws-sdk/client-cognito-identity'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Generation } from '#domain/generation/generation.ts'
import { maskKey, originalKey } from '#domain/object-key.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { type Backend, deployed, jobMs, ownOrigin, startBackend, startMs, waitFor } from './backend.ts'
import { maskOf, noisePng } from './files.ts'
import { forge, reissue, tamper, unsign } from './forgery.ts'
import { openLive } from './live.ts'
import {
  type Answer,
  askWith,
  finished,
  generate,
  getGeneration,
  getPicture,
  type Keys,
  keysFor,
  type Person,
  placeOf,
  putObject,
  refusalOf,
  s3With,
  signUpPerson,
  upload,
  uploadMask,
  usageOf,
} from './person.ts'
import { rawRequest } from './raw-request.ts'

const size = { width: 96, height: 64 }
const titan = 'amazon.titan-image-generator-v2:0'
const digest = 'd'.repeat(64)
const text = {
  operation: 'TEXT_TO_IMAGE',
  prompt: 'a lighthouse',
  count: 1,
  widthPx: 512,
  heightPx: 512,
}

let backend: Backend
/** The one who is attacked, with a picture, a mask and a finished job. */
let ann: Person
let picture: Picture
let mask: string
let job: Generation
/** The one who attacks, signed in like anybody. */
let bob: Person

beforeAll(async () => {
  backend = await startBackend()
  ann = await signUpPerson(backend, 'ann')
  bob = await signUpPerson(backend, 'bob')
  picture = await upload(backend, ann, { bytes: await noisePng(size) })
  mask = await uploadMask(
    backend,
    ann,
    await maskOf(size, { x: 20, y: 10, width: 30, height: 30 }),
  )
  const id = randomUUID()
  const request = { operation: 'ERASE', pictureId: picture.id, maskKey: mask, count: 1 }
  await generate(ann, id, request)
  job = await finished(ann, id)
}, startMs)

afterAll(() => backend?.close())

describe('another person’s records', () => {
  test.for<[string, () => string]>([
    ['a picture', () => `getPicture(id: "${picture.id}") { id key }`],
    ['a job', () => `getGeneration(id: "${job.id}") { id prompt }`],
    ['usage', () => `getUsage(id: "${ann.sub}#${job.createdAt.slice(0, 10)}") { id images }`],
    ['pictures by owner', () => `picturesByOwner(owner: "${ann.sub}") { items { id } }`],
    ['jobs by owner', () => `generationsByOwner(owner: "${ann.sub}") { items { id } }`],
    [
      'jobs by owner and status',
      () =>
        `generationsByOwnerAndStatus(owner: "${ann.sub}", status: { eq: "${job.status}" }) { items { id } }`,
    ],
    ['usage by owner', () => `usageByOwner(owner: "${ann.sub}") { items { id } }`],
  ])('%s: their owner reads them, nobody else does', async ([, field]) => {
    const query = `query { seen: ${field()} }`
    const own = await ann.ask(query)
    expect(JSON.stringify(own.data?.['seen'])).toContain('"id":"')
    expect(found(await bob.ask(query))).toEqual([])
  })

  test('open jobs of everybody are nobody’s to list', { timeout: jobMs }, async () => {
    const running = { ...text, widthPx: 448, heightPx: 576 }
    backend.sandbox.faults.delayMs = 1_000
    const id = randomUUID()
    await generate(ann, id, running)
    const answer = await bob.ask(`query { seen: openGenerations(open: "OPEN") { items { id } } }`)
    backend.sandbox.faults.clear()
    await finished(ann, id)
    expect(found(answer)).toEqual([])
  })

  test.for(['listPictures', 'listGenerations', 'listUsages'])('there is no %s', async (field) => {
    const { data, errors } = await bob.ask(`query { ${field} { items { id } } }`)
    expect(data).toBeNull()
    expect(errors[0]?.message).toContain('FieldUndefined')
  })

  test('cancelling answers as for a job that never was', async () => {
    const cancel = (id: string) =>
      bob.ask(`mutation { cancelGeneration(id: "${id}") { id status } }`)
    const theirs = await cancel(job.id)
    expect(refusalOf(theirs)).toEqual({ code: 'NOT_FOUND', field: 'id' })
    expect(sentenceOf(theirs)).toBe(sentenceOf(await cancel(randomUUID())))
  })

  test('removing removes nothing and answers as for none', async () => {
    const { data } = await bob.ask(`mutation {
      removeGenerations(ids: ["${job.id}", "${randomUUID()}"])
      removePictures(ids: ["${picture.id}", "${randomUUID()}"]) }`)
    expect(data).toEqual({ removeGenerations: [], removePictures: [] })
    expect(await getGeneration(ann, job.id)).toEqual(job)
    expect(await getPicture(ann, picture.id)).toEqual(picture)
  })

  test('their job’s id with a request of one’s own is a conflict that tells nothing', async () => {
    const answer = await generate(bob, job.id, text)
    expect(refusalOf(answer)).toEqual({ code: 'CONFLICT', field: 'id' })
    expect(answer.data?.['generateImage']).toBeNull()
    expect(await getGeneration(ann, job.id)).toEqual(job)
  })

  test('their job’s id with their very request is no way in either', async () => {
    const request = { operation: 'ERASE', pictureId: picture.id, maskKey: mask, count: 1 }
    const answer = await generate(bob, job.id, request)
    expect(refusalOf(answer)).toEqual({ code: 'CONFLICT', field: 'id' })
    expect(answer.data?.['generateImage']).toBeNull()
  })

  test('their picture answers as one that is not there', async () => {
    const own = await uploadMask(backend, bob, await maskOf(size, { x: 1, y: 1, ...size, width: 9, height: 9 }))
    const erase = { operation: 'ERASE', maskKey: own, count: 1 }
    const theirs = await generate(bob, randomUUID(), { ...erase, pictureId: picture.id })
    const none = await generate(bob, randomUUID(), { ...erase, pictureId: randomUUID() })
    expect(refusalOf(theirs)).toEqual({ code: 'NOT_FOUND', field: 'pictureId' })
    expect(sentenceOf(theirs)).toBe(sentenceOf(none))
  })

  test('their mask is refused, by whatever spelling of its key', { timeout: jobMs }, async () => {
    const { id: pictureId } = await upload(backend, bob, { bytes: await noisePng(size) })
    const tries = [
      mask,
      mask.replace('masks/', `masks/${bob.sub}/../`),
      `/${mask}`,
      mask.toUpperCase(),
      mask.replace('masks/', 'originals/'),
      picture.key,
      `${mask}\u0000`,
    ]
    const answers = await Promise.all(
      tries.map((key) =>
        generate(bob, randomUUID(), { operation: 'ERASE', pictureId, maskKey: key, count: 1 }),
      ),
    )
    const refusals = answers.map((answer) => refusalOf(answer)?.code)
    expect(refusals).toEqual(['FORBIDDEN', ...Array(tries.length - 1).fill('INVALID_REQUEST')])
  })

  test('one who is refused has used nothing', async () => {
    expect(await usageOf(bob)).toEqual({ images: 0, costMicros: 0 })
  })
})

describe('another person’s events', () => {
  const models = ['Picture', 'Generation']
  const fields = models.flatMap((model) =>
    ['onCreate', 'onUpdate', 'onDelete'].map((event) => `${event}${model}`),
  )

  test.for(fields)('%s refuses another owner as argument', async (field) => {
    const live = await openLive(backend, bob.idToken)
    await expect(live.subscribe(`${field}(owner: "${ann.sub}")`, 'id owner')).rejects.toThrow(
      /Unauthorized/,
    )
    live.close()
  })

  test('without an argument, one hears of oneself alone', { timeout: jobMs }, async () => {
    const [hers, his] = [
      await openLive<Generation>(backend, ann.idToken),
      await openLive<Generation>(backend, bob.idToken),
    ]
    for (const live of [hers, his]) {
      for (const field of fields) await live.subscribe(field, 'id owner')
    }
    // Hers ends before his begins, so that nothing of hers can still be on its way to him.
    for (const person of [ann, bob]) {
      const id = randomUUID()
      await generate(person, id, { ...text, widthPx: 384, heightPx: 576 })
      await finished(person, id)
      await person.ask(`mutation { removeGenerations(ids: ["${id}"]) }`)
    }
    await waitFor('his own events', async () => (his.events.length >= 4 ? true : undefined))
    expect(new Set(hers.events.map(({ owner }) => owner))).toEqual(new Set([ann.sub]))
    expect(new Set(his.events.map(({ owner }) => owner))).toEqual(new Set([bob.sub]))
    hers.close()
    his.close()
  })

  test.for<[string, () => Promise<string>]>([
    ['a forged token', () => forge(bob.idToken)],
    ['an expired token', () => reissue(backend, bob.idToken, { exp: seconds() - 60 })],
    ['no token at all', async () => ''],
  ])('%s opens no connection', async ([, token]) => {
    await expect(openLive(backend, await token())).rejects.toThrow(/.+/)
  })

  test('a good connection takes no subscription with a bad token', async () => {
    const live = await openLive(backend, bob.idToken)
    const forged = await forge(ann.idToken)
    await expect(live.subscribe('onCreatePicture', 'id owner', forged)).rejects.toThrow(
      /Unauthorized/,
    )
    live.close()
  })
})

describe('writes past the mutations that are meant for it', () => {
  const at = '2026-11-21T12:00:00.000Z'
  const newPicture = () =>
    `owner: "${bob.sub}", status: READY, key: "${picture.key}", sha256: "${digest}", origin: UPLOAD, revision: 1, createdAt: "${at}"`
  const newJob = () =>
    `owner: "${bob.sub}", createdAt: "${at}", requestHash: "x", operation: ERASE, modelUsed: "${titan}", count: 1, quality: STANDARD, status: SUCCEEDED, revision: 1, attempt: 0, deadline: "${at}"`

  test.for<[string, () => string]>([
    ['createPicture', () => `createPicture(input: { ${newPicture()} }) { id }`],
    [
      'createPicture for another',
      () => `createPicture(input: { ${newPicture().replace(bob.sub, ann.sub)} }) { id }`,
    ],
    ['createGeneration', () => `createGeneration(input: { ${newJob()} }) { id }`],
    [
      'createGeneration for another',
      () => `createGeneration(input: { ${newJob().replace(bob.sub, ann.sub)} }) { id }`,
    ],
    [
      'createUsage',
      () => `createUsage(input: { owner: "${bob.sub}", day: "2026-11-21", images: 0, costMicros: 0 }) { id }`,
    ],
  ])('%s is refused', async ([, field]) => {
    const answer = await bob.ask(`mutation { done: ${field()} }`)
    expect(unauthorized(answer)).toBe(true)
  })

  test.for([
    ['owner', 'owner: "b0000000-0000-4000-8000-00000000000b"'],
    ['status', 'status: REJECTED'],
    ['key', 'key: "originals/x"'],
    ['size', 'width: 9'],
    ['revision', 'revision: 9'],
    ['title and owner together', 'title: "x", owner: "b0000000-0000-4000-8000-00000000000b"'],
  ])('one’s own picture: %s', async ([, change]) => {
    const mutation = `mutation { done: updatePicture(input: { id: "${picture.id}", ${change} }) { id } }`
    expect(unauthorized(await ann.ask(mutation))).toBe(true)
    expect(await getPicture(ann, picture.id)).toEqual(picture)
  })

  test.for([
    ['owner', 'owner: "b0000000-0000-4000-8000-00000000000b"'],
    ['status', 'status: SUCCEEDED'],
    ['cost', 'costMicros: 0'],
    ['quota', 'count: 0'],
    ['result', 'outputs: [{ index: 0, status: SUCCEEDED, key: "results/x" }]'],
  ])('one’s own job: %s', async ([, change]) => {
    const mutation = `mutation { done: updateGeneration(input: { id: "${job.id}", ${change} }) { id } }`
    expect(unauthorized(await ann.ask(mutation))).toBe(true)
    expect(await getGeneration(ann, job.id)).toEqual(job)
  })

  test('one’s own usage cannot be given back or removed', async () => {
    const before = await usageOf(ann)
    const id = `${ann.sub}#${job.createdAt.slice(0, 10)}`
    const change = await ann.ask(
      `mutation { done: updateUsage(input: { id: "${id}", images: 0, costMicros: 0 }) { id } }`,
    )
    const remove = await ann.ask(`mutation { done: deleteUsage(input: { id: "${id}" }) { id } }`)
    expect([unauthorized(change), unauthorized(remove)]).toEqual([true, true])
    expect(await usageOf(ann)).toEqual(before)
  })

  test.for<[string, () => string]>([
    ['deletePicture', () => picture.id],
    ['deleteGeneration', () => job.id],
  ])('%s is refused to its owner and to others', async ([field, id]) => {
    const mutation = `mutation { done: ${field}(input: { id: "${id()}" }) { id } }`
    expect(unauthorized(await ann.ask(mutation))).toBe(true)
    expect(unauthorized(await bob.ask(mutation))).toBe(true)
  })

  test('title, favourite and tags are their owner’s to change, nobody else’s', async () => {
    const mutation = (title: string) =>
      `mutation { done: updatePicture(input: { id: "${picture.id}", title: "${title}", favourite: true, tags: ["sea"] }) { id title favourite tags } }`
    expect(unauthorized(await bob.ask(mutation('stolen')))).toBe(true)
    const { data } = await ann.ask(mutation('mine'))
    expect(data?.['done']).toEqual({
      id: picture.id,
      title: 'mine',
      favourite: true,
      tags: ['sea'],
    })
    picture = (await getPicture(ann, picture.id)) as Picture
  })
})
