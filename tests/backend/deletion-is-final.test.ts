import { randomUUID } from 'node:crypto'
import {
  CognitoIdentityProviderClient,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { maskKey, originalKey } from '#domain/object-key.ts'
import { placeOf } from './address.ts'
import { type Backend, jobMs, startBackend, startMs, waitFor, waitingModel } from './backend.ts'
import { failure } from './direct-calls.ts'
import { maskOf, noisePng } from './files.ts'
import { later, plantJob } from './permissions/plant.ts'
import {
  askWith,
  finished,
  generate,
  getGeneration,
  keysFor,
  type Person,
  refusalOf,
  sha256Of,
  signUpPerson,
  upload,
  uploadMask,
} from './person.ts'
import { countedOf, countedOfAll, isSettled, keysOf, rowsOf } from './stored.ts'

/** Everything that a person had in hand when the account was deleted is tried afterwards. */

const size = { width: 96, height: 64 }
const text = { operation: 'TEXT_TO_IMAGE', prompt: 'sea', count: 1, widthPx: 512, heightPx: 512 }

let backend: Backend
/** Somebody who used the service and left; their tokens and keys are good for an hour by themselves. */
let gone: Person
let pictureId: string
let jobId: string

beforeAll(async () => {
  backend = await startBackend()
  gone = await signUpPerson(backend, 'gone')
  ;({ id: pictureId } = await upload(backend, gone, { bytes: await noisePng(size) }))
  await uploadMask(backend, gone, await maskOf(size, { x: 9, y: 9, width: 9, height: 9 }))
  jobId = randomUUID()
  await generate(gone, jobId, text)
  await finished(gone, jobId)
  await waitFor('the settling', () => isSettled(backend))
  await leave(gone)
}, startMs)

afterAll(() => backend?.close())

test('the token is still taken by AppSync, as in AWS, and finds nothing', async () => {
  const query = `query { picturesByOwner(owner: "${gone.sub}") { items { id } }
    generationsByOwner(owner: "${gone.sub}") { items { id } }
    usageByOwner(owner: "${gone.sub}") { items { id } } }`
  const { status, data } = await gone.ask(query)
  const none = { items: [] }
  expect({ status, data }).toEqual({
    status: 200,
    data: { picturesByOwner: none, generationsByOwner: none, usageByOwner: none },
  })
})

test.for<[string, () => string]>([
  ['ID', () => gone.idToken],
  ['access', () => gone.accessToken],
])('no job is made with the %s token', async ([, token]) => {
  const calls = backend.modelCalls()
  const ask = (id: string) =>
    askWith(backend, {
      token: token(),
      query: `mutation Generate($id: ID!, $request: GenerationRequestInput!) {
        generateImage(id: $id, request: $request) { id } }`,
      variables: { id, request: text },
    })
  expect(refusalOf(await ask(randomUUID()))?.code).toBe('UNAUTHENTICATED')
  expect(refusalOf(await ask(jobId))?.code).toBe('UNAUTHENTICATED')
  expect(backend.modelCalls()).toBe(calls)
  expect(await rowsOf(backend, 'Generation')).toEqual([])
})

test.for<[string, () => string]>([
  ['cancelling', () => `cancelGeneration(id: "${jobId}") { id }`],
  ['a title', () => `updatePicture(input: { id: "${pictureId}", title: "mine" }) { id }`],
])('%s finds nothing to change', async ([, field]) => {
  const { data } = await gone.ask(`mutation { done: ${field()} }`)
  expect(data?.['done'] ?? null).toBeNull()
  expect(await rowsOf(backend, 'Picture')).toEqual([])
})

test('removing and deleting again do nothing', async () => {
  const { data } = await gone.ask(`mutation { removeGenerations(ids: ["${jobId}"])
    removePictures(ids: ["${pictureId}"]) deleteAccount }`)
  expect(data).toEqual({ removeGenerations: [], removePictures: [], deleteAccount: true })
})

test('the tokens open no session, and Cognito itself knows them no more', async () => {
  expect(await failure(keysFor(backend, gone.idToken))).toBe('NotAuthorizedException 400')
  const pool = new CognitoIdentityProviderClient({ ...placeOf(backend), credentials: gone.keys })
  const call = pool.send(new GetUserCommand({ AccessToken: gone.accessToken }))
  expect(await failure(call)).toMatch(/^NotAuthorizedException/)
})

test.for<[string, () => Promise<[string, Buffer]>]>([
  [
    'a picture',
    async () => {
      const bytes = await noisePng({ width: 97, height: 64 })
      return [originalKey(gone.sub, sha256Of(bytes), 'image/png'), bytes]
    },
  ],
  [
    'a mask',
    async () => {
      const bytes = await maskOf(size, { x: 1, y: 1, width: 9, height: 9 })
      return [maskKey(gone.sub, sha256Of(bytes)), bytes]
    },
  ],
  ['anything else', async () => [`originals/${gone.sub}/page.html`, Buffer.from('<p>')]],
])('%s that the old S3 session still writes is removed', { timeout: jobMs }, async ([, make]) => {
  const [Key, Body] = await make()
  const Bucket = backend.outputs.storage.bucket_name
  await gone.s3.send(new PutObjectCommand({ Bucket, Key, Body }))
  await waitFor('its removal', async () =>
    (await keysOf(backend, gone.sub)).length === 0 ? true : undefined,
  )
  expect(await rowsOf(backend, 'Picture')).toEqual([])
})

test('a job that was written while the account was deleted goes unpaid', {
  timeout: jobMs,
}, async () => {
  const calls = backend.modelCalls()
  const id = await plantJob(backend, gone.sub, { createdAt: later(-600) })
  backend.sandbox.runSchedules()
  await waitFor('its removal', async () =>
    (await rowsOf(backend, 'Generation')).some((row) => row['id']?.S === id) ? undefined : true,
  )
  expect(backend.modelCalls()).toBe(calls)
})

test('a job that a model works on is counted, and leaves nothing behind', {
  timeout: jobMs,
}, async () => {
  const leaver = await signUpPerson(backend, 'mid-job')
  const before = await countedOfAll(backend)
  backend.sandbox.faults.add(waitingModel)
  const id = randomUUID()
  await generate(leaver, id, text)
  await waitFor('a worker', async () =>
    (await getGeneration(leaver, id))?.status === 'RUNNING' ? true : undefined,
  )
  await leave(leaver)
  backend.sandbox.faults.clear()
  const mark = async () =>
    (await rowsOf(backend, 'Usage')).find((row) => row['id']?.S === `job#${id}`)
  await waitFor('its settling', async () => (await mark())?.['state']?.S === 'SETTLED' || undefined)
  expect(await countedOfAll(backend)).toBe(before + 1)
  expect(await keysOf(backend, leaver.sub)).toEqual([])
  expect([await rowsOf(backend, 'Generation'), await rowsOf(backend, 'Picture')]).toEqual([[], []])
})

test('an upload whose event comes after the deletion leaves nothing behind', {
  timeout: jobMs,
}, async () => {
  const leaver = await signUpPerson(backend, 'mid-upload')
  const bytes = await noisePng({ width: 98, height: 64 })
  const Bucket = backend.outputs.storage.bucket_name
  const Key = originalKey(leaver.sub, sha256Of(bytes), 'image/png')
  await leaver.s3.send(new PutObjectCommand({ Bucket, Key, Body: bytes }))
  await leave(leaver)
  // Once more by the old session, so that its event surely is the later one.
  await leaver.s3.send(new PutObjectCommand({ Bucket, Key, Body: bytes }))
  await waitFor('the removal', async () =>
    (await keysOf(backend, leaver.sub)).length === 0 ? true : undefined,
  )
  expect(await rowsOf(backend, 'Picture')).toEqual([])
})

test('who signs up again with the address has used what was used', { timeout: jobMs }, async () => {
  const again = await signUpPerson(backend, 'gone')
  expect(again.sub).not.toBe(gone.sub)
  const id = randomUUID()
  await generate(again, id, text)
  await finished(again, id)
  // One image before, one now.
  expect(await countedOf(backend, again.sub)).toBe(2)
  expect(await getGeneration(again, jobId)).toBeUndefined()
})

test('nothing that is kept says an address', async () => {
  const all = await Promise.all(
    (['Generation', 'Picture', 'Usage'] as const).map((model) => rowsOf(backend, model)),
  )
  expect(JSON.stringify(all)).not.toContain('@example.com')
})

async function leave(person: Person): Promise<void> {
  await waitFor('the deletion', async () => {
    const { data } = await person.ask('mutation { deleteAccount }')
    return data?.['deleteAccount'] === true ? true : undefined
  })
}
