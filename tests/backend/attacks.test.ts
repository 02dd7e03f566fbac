import { randomUUID } from 'node:crypto'
import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
} from '@aws-sdk/client-cognito-identity'
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wireErrorSchema } from '#domain/errors.ts'
import type { Generation } from '#domain/generation/generation.ts'
import { messageText } from '#domain/message/text.ts'
import { maskKey, originalKey } from '#domain/object-key.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { placeOf, s3With } from './address.ts'
import {
  type Backend,
  deployed,
  jobMs,
  ownOrigin,
  shareBackend,
  startMs,
  waitFor,
} from './backend.ts'
import { directCalls, failure } from './direct-calls.ts'
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
  keysFor,
  type Person,
  refusalOf,
  signUpPerson,
  upload,
  uploadMask,
  usageOf,
} from './person.ts'
import { rawRequest } from './raw-request.ts'

const size = { width: 96, height: 64 }
const titan = 'amazon.titan-image-generator-v2:0'
const digest = 'd'.repeat(64)
const missing = /MissingAuthenticationTokenException/
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
  backend = await shareBackend()
  ann = await signUpPerson(backend, 'ann')
  bob = await signUpPerson(backend, 'bob')
  picture = await upload(backend, ann, { bytes: await noisePng(size) })
  mask = await uploadMask(backend, ann, await maskOf(size, { x: 20, y: 10, width: 30, height: 30 }))
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

  test('what all used, what a job holds and the pace of a model are nobody’s', async () => {
    const rows = await usageRowsOfNobody()
    const day = job.createdAt.slice(0, 10)
    const names = [`deployment#${day}`, `deployment#${day.slice(0, 7)}`, `job#${job.id}`]
    expect(rows).toEqual(expect.arrayContaining([...names, `pace#${titan}`]))
    for (const id of rows) {
      const query = `query { seen: getUsage(id: "${id}") { id images } }`
      expect(found(await ann.ask(query))).toEqual([])
      const change = `mutation { done: updateUsage(input: { id: "${id}", images: 0 }) { id } }`
      expect(unauthorized(await ann.ask(change))).toBe(true)
    }
    const all = await ann.ask(
      `query { seen: usageByOwner(owner: "deployment") { items { id images } } }`,
    )
    expect(found(all)).toEqual([])
  })

  test.for(['listPictures', 'listGenerations', 'listUsages', 'openGenerations'])(
    'there is no %s',
    async (field) => {
      const { data, errors } = await bob.ask(`query { ${field} { items { id } } }`)
      expect(data).toBeNull()
      expect(errors[0]?.message).toContain('FieldUndefined')
    },
  )

  test('cancelling answers as for a job that never was', async () => {
    const cancel = (id: string) =>
      bob.ask(`mutation { cancelGeneration(id: "${id}") { id status } }`)
    const theirs = await cancel(job.id)
    expect(refusalOf(theirs)).toEqual({ code: 'NOT_FOUND', field: 'id' })
    expect(reasonOf(theirs)).toBe(reasonOf(await cancel(randomUUID())))
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
    const own = await uploadMask(
      backend,
      bob,
      await maskOf(size, { x: 1, y: 1, width: 9, height: 9 }),
    )
    const erase = { operation: 'ERASE', maskKey: own, count: 1 }
    const theirs = await generate(bob, randomUUID(), { ...erase, pictureId: picture.id })
    const none = await generate(bob, randomUUID(), { ...erase, pictureId: randomUUID() })
    expect(refusalOf(theirs)).toEqual({ code: 'NOT_FOUND', field: 'pictureId' })
    expect(reasonOf(theirs)).toBe(reasonOf(none))
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
    const refusals: unknown[] = []
    for (const key of tries) {
      const request = { operation: 'ERASE', pictureId, maskKey: key, count: 1 }
      refusals.push(refusalOf(await generate(bob, randomUUID(), request))?.code)
    }
    expect(refusals).toEqual(['FORBIDDEN', ...Array(tries.length - 1).fill('INVALID_REQUEST')])
  })

  test('one who is refused has used nothing', async () => {
    expect(await usageOf(backend, bob)).toEqual({ images: 0, costMicros: 0 })
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
      () =>
        `createUsage(input: { owner: "${bob.sub}", period: "2026-11-21", images: 0, costMicros: 0 }) { id }`,
    ],
    [
      'createModelState',
      () =>
        `createModelState(input: { id: "x", status: RETIRED, checkedAt: "${at}", revision: 1 }) { id }`,
    ],
    [
      'updateModelState',
      () => `updateModelState(input: { id: "${titan}", status: RETIRED, revision: 9 }) { id }`,
    ],
    ['deleteModelState', () => `deleteModelState(input: { id: "${titan}" }) { id }`],
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
    const before = await usageOf(backend, ann)
    const id = `${ann.sub}#${job.createdAt.slice(0, 10)}`
    const change = await ann.ask(
      `mutation { done: updateUsage(input: { id: "${id}", images: 0, costMicros: 0 }) { id } }`,
    )
    const remove = await ann.ask(`mutation { done: deleteUsage(input: { id: "${id}" }) { id } }`)
    expect([unauthorized(change), unauthorized(remove)]).toEqual([true, true])
    expect(await usageOf(backend, ann)).toEqual(before)
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

describe('another person’s objects', () => {
  const bucket = () => backend.outputs.storage.bucket_name
  const theirKeys = () =>
    [
      picture.key,
      picture.previewKey,
      picture.thumbnailKey,
      mask,
      job.outputs?.[0]?.patchKey,
    ].filter((key) => key !== undefined)

  test('their owner reads each, nobody else reads, heads, copies or links to one', async () => {
    for (const Key of theirKeys()) {
      const object = { Bucket: bucket(), Key }
      const copy = {
        Bucket: bucket(),
        Key: maskKey(bob.sub, digest),
        CopySource: `${bucket()}/${Key}`,
      }
      const link = await getSignedUrl(bob.s3, new GetObjectCommand(object), { expiresIn: 60 })
      const own = await ann.s3.send(new GetObjectCommand(object))
      expect(own.ContentLength).toBeGreaterThan(0)
      expect(await failure(bob.s3.send(new GetObjectCommand(object)))).toBe('AccessDenied 403')
      expect(await failure(bob.s3.send(new HeadObjectCommand(object)))).toMatch(/403$/)
      expect(await failure(bob.s3.send(new CopyObjectCommand(copy)))).toBe('AccessDenied 403')
      expect((await fetch(link)).status).toBe(403)
    }
  })

  test('nothing is written over them or removed', async () => {
    for (const Key of theirKeys()) {
      const object = { Bucket: bucket(), Key }
      const put = bob.s3.send(new PutObjectCommand({ ...object, Body: 'x' }))
      expect(await failure(put)).toBe('AccessDenied 403')
      expect(await failure(bob.s3.send(new DeleteObjectCommand(object)))).toBe('AccessDenied 403')
    }
  })

  test.for<[string, () => string]>([
    ['their folder of originals', () => originalKey(ann.sub, digest, 'image/png')],
    ['their folder of masks', () => maskKey(ann.sub, digest)],
    ['a folder that starts alike', () => `masks/${bob.sub}x/${digest}.png`],
    ['one’s own results', () => `results/${bob.sub}/${randomUUID()}/0.png`],
    ['one’s own previews', () => `previews/${bob.sub}/${digest}-preview.webp`],
    ['no folder at all', () => `${digest}.png`],
    ['a prefix that is none of ours', () => `public/${bob.sub}/${digest}.png`],
  ])('writing to %s', async ([, key]) => {
    const put = bob.s3.send(new PutObjectCommand({ Bucket: bucket(), Key: key(), Body: 'x' }))
    expect(await failure(put)).toBe('AccessDenied 403')
    expect(await keysWith(digest)).toEqual([])
  })

  test('a climb in a key leads nowhere: it is a name in one’s own folder', async () => {
    const climbs = [
      `masks/${bob.sub}/../${ann.sub}/${digest}.png`,
      `masks/${bob.sub}/../../results/${ann.sub}/${digest}.png`,
      `originals/${bob.sub}/%2e%2e/${ann.sub}/${digest}.png`,
      `originals/${bob.sub}/..%2f${ann.sub}%2f${digest}.png`,
    ]
    for (const Key of climbs) {
      await failure(bob.s3.send(new PutObjectCommand({ Bucket: bucket(), Key, Body: 'x' })))
    }
    const made = await keysWith(digest)
    expect(made.filter((key) => !climbs.includes(key))).toEqual([])
    for (const Key of [maskKey(ann.sub, digest), originalKey(ann.sub, digest, 'image/png')]) {
      const get = ann.s3.send(new GetObjectCommand({ Bucket: bucket(), Key }))
      expect(await failure(get)).not.toBe('done')
    }
    const read = { Bucket: bucket(), Key: `masks/${bob.sub}/../${mask.slice('masks/'.length)}` }
    expect(await failure(bob.s3.send(new GetObjectCommand(read)))).not.toBe('done')
  })

  test.for<[string, () => string | undefined]>([
    ['the whole bucket', () => undefined],
    ['their folder', () => `originals/${ann.sub}/`],
    ['one’s own folder', () => `originals/${bob.sub}/`],
  ])('listing %s is refused', async ([, prefix]) => {
    const list = new ListObjectsV2Command({ Bucket: bucket(), Prefix: prefix() })
    expect(await failure(bob.s3.send(list))).toBe('AccessDenied 403')
  })

  test('without credentials nothing is served', async () => {
    const path = `/${bucket()}/${picture.key}`
    const host = `/_host/${bucket()}.s3.${backend.region}.amazonaws.com/${picture.key}`
    const statuses = await Promise.all(
      [path, host].map(async (each) => (await fetch(`${backend.endpoint}${each}`)).status),
    )
    expect(statuses.every((status) => status === 403 || status === 404)).toBe(true)
    expect(statuses).toContain(403)
  })
})

describe('signed links', () => {
  const linkTo = (key: string, options: { expiresIn: number; signingDate?: Date }) =>
    getSignedUrl(
      ann.s3,
      new GetObjectCommand({ Bucket: backend.outputs.storage.bucket_name, Key: key }),
      options,
    )

  test('an honest one works', async () => {
    const response = await fetch(await linkTo(picture.key, { expiresIn: 60 }))
    expect(response.status).toBe(200)
  })

  test.for<[string, (link: string) => string]>([
    ['another key', (link) => link.replace(picture.key, mask)],
    ['a longer life', (link) => link.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000')],
    ['another signature', (link) => link.replace(/(X-Amz-Signature=).{4}/, '$10000')],
    ['another session', (link) => link.replace(/(X-Amz-Security-Token=[^&]{20})./, '$1A')],
    ['one parameter more', (link) => `${link}&response-content-type=text%2Fhtml`],
  ])('%s: refused', async ([, change]) => {
    const link = await linkTo(picture.key, { expiresIn: 60 })
    expect(change(link)).not.toBe(link)
    expect((await fetch(change(link))).status).toBe(403)
  })

  test('for reading, used to write: refused', async () => {
    const link = await linkTo(picture.key, { expiresIn: 60 })
    expect((await fetch(link, { method: 'PUT', body: 'x' })).status).toBe(403)
  })

  test('past its time: refused', async () => {
    const signingDate = new Date(Date.now() - 120_000)
    const link = await linkTo(picture.key, { expiresIn: 60, signingDate })
    expect((await fetch(link)).status).toBe(403)
  })
})

describe('tokens', () => {
  const query = 'query Mine($owner: String!) { picturesByOwner(owner: $owner) { items { id } } }'
  const asAnn = (token?: string) =>
    askWith(backend, {
      ...(token === undefined ? {} : { token }),
      query,
      variables: { owner: ann.sub },
    })

  test('one signed by the pool with honest claims is taken', async () => {
    const copy = await reissue(backend, ann.idToken, {})
    const { data } = await asAnn(copy)
    expect(JSON.stringify(data)).toContain(picture.id)
  })

  const bad: [string, () => Promise<string> | string | undefined][] = [
    ['none', () => undefined],
    ['nonsense', () => 'x.y.z'],
    ['signed with another key', () => forge(ann.idToken)],
    ['another’s sub under one’s own signature', () => tamper(bob.idToken, { sub: ann.sub })],
    ['no signature, as it says itself', () => unsign(ann.idToken)],
    ['expired', () => reissue(backend, ann.idToken, { exp: seconds() - 1 })],
    [
      'of another pool',
      () =>
        reissue(backend, ann.idToken, {
          iss: `https://cognito-idp.${backend.region}.amazonaws.com/${backend.region}_Another01`,
        }),
    ],
    ['of another client', () => reissue(backend, ann.idToken, { aud: 'another' })],
    ['of another kind', () => reissue(backend, ann.idToken, { token_use: 'refresh' })],
  ]
  /** AppSync looks at a token alone, in AWS as here: `deletion-is-final.test.ts`. */
  const ended: typeof bad = [
    [
      'of a session that never was',
      () => reissue(backend, ann.idToken, { origin_jti: randomUUID() }),
    ],
    ['of a person who is not there', () => reissue(backend, ann.idToken, { sub: randomUUID() })],
  ]

  test.for(bad)('%s: AppSync refuses it', async ([, make]) => {
    const { status, data } = await asAnn(await make())
    expect({ status, data }).toEqual({ status: 401, data: null })
  })

  test.for([...bad.slice(1), ...ended])(
    '%s: the identity pool gives nothing for it',
    async ([, make]) => {
      const failed = await failure(keysFor(backend, String(await make())))
      expect(failed).toMatch(/^(NotAuthorizedException|InvalidParameterException) 400$/)
    },
  )

  test('guests get no identity', async () => {
    const client = new CognitoIdentityClient({ ...placeOf(backend), credentials: backend.tools })
    const IdentityPoolId = backend.outputs.auth.identity_pool_id
    const get = client.send(new GetIdCommand({ IdentityPoolId }))
    expect(await failure(get)).toBe('NotAuthorizedException 400')
    const made = client.send(
      new GetCredentialsForIdentityCommand({ IdentityId: `${backend.region}:${randomUUID()}` }),
    )
    expect(await failure(made)).toBe('ResourceNotFoundException 400')
  })
})

describe('the services behind the API', () => {
  const services = Object.entries(directCalls)

  test.for(services)('%s refuses a signed-in person', async ([, call]) => {
    expect(await failure(call(backend, bob.keys, job.id))).toMatch(/^(AccessDenied|Unauthorized)/)
  })

  test.for(services)('%s refuses a signature that is not right', async ([, call]) => {
    const wrong = { ...backend.tools, secretAccessKey: 'x'.repeat(40) }
    expect(await failure(call(backend, wrong, job.id))).toMatch(/ (400|401|403)$/)
    const borrowed = { ...bob.keys, accessKeyId: backend.tools.accessKeyId }
    expect(await failure(call(backend, borrowed, job.id))).toMatch(/ (400|401|403)$/)
    const unknown = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'.repeat(40) }
    expect(await failure(call(backend, unknown, job.id))).toMatch(/ (400|401|403)$/)
  })

  test.for<[string, { path: string; target?: string; body: object; refusal: RegExp }]>([
    ['SQS', { path: '/', target: 'AmazonSQS.ListQueues', body: {}, refusal: /AccessDenied/ }],
    ['DynamoDB', { path: '/', target: 'DynamoDB_20120810.ListTables', body: {}, refusal: missing }],
    ['SSM', { path: '/', target: 'AmazonSSM.GetParameters', body: {}, refusal: missing }],
    ['Lambda', { path: '/2015-03-31/functions/x/invocations', body: {}, refusal: missing }],
    ['Bedrock', { path: `/model/${titan}/invoke`, body: {}, refusal: missing }],
  ])('%s refuses an unsigned request', async ([, { path, target, body, refusal }]) => {
    const headers = target === undefined ? {} : { 'x-amz-target': target }
    const answer = await rawRequest(backend, { path, headers, body: JSON.stringify(body) })
    expect([400, 403]).toContain(answer.status)
    expect(`${String(answer.headers['x-amzn-errortype'])} ${answer.body}`).toMatch(refusal)
  })

  test('no model was called for any of it', async () => {
    const calls = backend.modelCalls()
    for (const [, call] of services) await failure(call(backend, bob.keys, job.id))
    expect(backend.modelCalls()).toBe(calls)
  })
})

describe('other pages of a browser', () => {
  const graphql = () => new URL(backend.outputs.data.url).pathname
  const ask = (headers: Record<string, string>) =>
    rawRequest(backend, {
      path: graphql(),
      headers: { 'content-type': 'application/json', authorization: ann.idToken, ...headers },
      body: JSON.stringify({ query: `query { getPicture(id: "${picture.id}") { id } }` }),
    })

  test('a name that was bound to this address is not served', async () => {
    const { status, body } = await ask({ host: 'evil.example' })
    expect(status).toBe(403)
    expect(body).not.toContain(picture.id)
  })

  test('the app’s own origin may read answers, no other may', async () => {
    const own = await ask({ origin: ownOrigin })
    expect(own.headers['access-control-allow-origin']).toBe(ownOrigin)
    for (const origin of ['https://evil.example', 'null', `${ownOrigin}.evil.example`]) {
      const { headers } = await ask({ origin })
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })

  test('a preflight of another origin is refused', async () => {
    const { status, headers } = await rawRequest(backend, {
      method: 'OPTIONS',
      path: graphql(),
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    expect(status).toBe(403)
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  test('mails with codes are not for other pages to read', async () => {
    const inbox = (origin: string) =>
      rawRequest(backend, { method: 'GET', path: '/_sandbox/inbox.json', headers: { origin } })
    const [own, other] = [await inbox(ownOrigin), await inbox('https://evil.example')]
    expect(own.headers['access-control-allow-origin']).toBe(ownOrigin)
    expect(other.headers['access-control-allow-origin']).toBeUndefined()
  })
})

/** The records that an answer to a field called `seen` holds. */
function found({ data }: Answer): unknown[] {
  const seen = data?.['seen'] as { items?: unknown[] } | null | undefined
  if (seen === null || seen === undefined) return []
  return seen.items ?? [seen]
}

/** The keys of all objects, whosever, that have `part` in them. */
async function keysWith(part: string): Promise<string[]> {
  const Bucket = backend.outputs.storage.bucket_name
  const tools = s3With(backend, backend.tools)
  const { Contents = [] } = await tools.send(new ListObjectsV2Command({ Bucket }))
  return Contents.map(({ Key }) => String(Key)).filter((key) => key.includes(part))
}

/** The ids of the rows of the ledger that belong to no person. */
async function usageRowsOfNobody(): Promise<string[]> {
  const tables = new DynamoDBClient({ ...placeOf(backend), credentials: backend.tools })
  const [TableName] = deployed(backend, 'Custom::AmplifyDynamoDBTable').filter((name) =>
    name.startsWith('Usage-'),
  )
  const { Items = [] } = await tables.send(new ScanCommand({ TableName, ConsistentRead: true }))
  return Items.filter(({ owner }) => owner?.S === 'deployment').map(({ id }) => String(id?.S))
}

function unauthorized({ data, errors }: Answer): boolean {
  const types = new Set(errors.map(({ errorType }) => errorType))
  return data?.['done'] === null && types.size === 1 && types.has('Unauthorized')
}

/** The reason of a refusal, in which a difference could tell something. */
function reasonOf({ errors }: Answer): string {
  return messageText(wireErrorSchema.parse(JSON.parse(errors[0]?.message ?? '{}')).reason)
}

function seconds(): number {
  return Math.floor(Date.now() / 1_000)
}
