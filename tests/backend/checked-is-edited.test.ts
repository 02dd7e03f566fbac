import { randomUUID } from 'node:crypto'
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pictureIdOf } from '#domain/ids.ts'
import { maskKey, originalKey } from '#domain/object-key.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { sayText } from '../../src/i18n/say.ts'
import { s3With } from './address.ts'
import { type Backend, jobMs, shareBackend, startMs, waitFor } from './backend.ts'
import { maskOf, noisePng } from './files.ts'
import {
  finished,
  generate,
  getPicture,
  type Person,
  refusalOf,
  sha256Of,
  signUpPerson,
  upload,
  uploadMask,
} from './person.ts'
import { storedBytes, withLimits } from './settings.ts'
import { keysOf } from './stored.ts'

/** What was checked is what is edited and served, whatever its owner writes over it. */

const size = { width: 96, height: 64 }
const box = { x: 20, y: 10, width: 30, height: 30 }
const html = '<script>alert(1)</script>'

let backend: Backend
let ann: Person
let Bucket: string

beforeAll(async () => {
  backend = await shareBackend(withLimits)
  ann = await signUpPerson(backend, 'ann')
  Bucket = backend.outputs.storage.bucket_name
}, startMs)

afterAll(() => backend?.close())

const put = (Key: string, Body: Buffer | string, more: object = {}) =>
  ann.s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))

const goes = (key: string) =>
  waitFor(`the removal of ${key}`, async () =>
    (await keysOf(backend, ann.sub)).includes(key) ? undefined : true,
  )

const becomes = (id: string, status: Picture['status']) =>
  waitFor(`a picture that is ${status}`, async () => {
    const picture = await getPicture(ann, id)
    return picture?.status === status ? picture : undefined
  })

let side = 96
/** A picture that was never uploaded before. */
function freshPng(): Promise<Buffer> {
  side += 1
  return noisePng({ width: side, height: 64 })
}

test.for<[string, (key: string) => Promise<unknown>]>([
  ['another picture', async (key) => put(key, await noisePng({ width: 64, height: 64 }))],
  ['no picture', (key) => put(key, html, { ContentType: 'text/html' })],
  ['the same and a byte more', async (key) => put(key, Buffer.concat([await fresh, Buffer.of(0)]))],
  [
    'a copy of a mask',
    async (key) => {
      const mask = await maskOf(size, box)
      const CopySource = `${Bucket}/${await uploadMask(backend, ann, mask)}`
      return ann.s3.send(new CopyObjectCommand({ Bucket, Key: key, CopySource }))
    },
  ],
  ['something in parts', (key) => putInParts(key)],
])(
  '%s over a picture that is ready: it is rejected, and not edited',
  { timeout: jobMs },
  async ([, overwrite]) => {
    fresh = freshPng()
    const bytes = await fresh
    const { id, key } = await upload(backend, ann, { bytes })
    await overwrite(key)
    await becomes(id, 'REJECTED')
    await goes(key)
    const mask = await uploadMask(backend, ann, await maskOf(size, box))
    const calls = backend.modelCalls()
    const request = { operation: 'ERASE', pictureId: id, maskKey: mask, count: 1 }
    const answer = await generate(ann, randomUUID(), request)
    expect(refusalOf(answer)).toEqual({ code: 'INVALID_REQUEST', field: 'pictureId' })
    expect(backend.modelCalls()).toBe(calls)
    // Its own bytes make it ready again.
    await put(key, bytes)
    await becomes(id, 'READY')
  },
)

let fresh: Promise<Buffer>

test.for<[string, () => Buffer | string]>([
  ['a page', () => html],
  ['nothing', () => ''],
  ['17 MB', () => Buffer.alloc(17_000_000, 'x')],
])(
  '%s as an original is refused, and only the reason stays',
  { timeout: jobMs },
  async ([, make]) => {
    const body = Buffer.from(make())
    const key = originalKey(ann.sub, sha256Of(body), 'image/png')
    await put(key, body, { ContentType: 'text/html' })
    const picture = await becomes(await pictureIdOf(ann.sub, sha256Of(body)), 'REJECTED')
    expect(sayText(picture.reason)).toMatch(/\.$/)
    await goes(key)
  },
)

test.for<[string, () => Promise<[string, Buffer]>]>([
  ['a page', async () => [maskKey(ann.sub, sha256Of(Buffer.from(html))), Buffer.from(html)]],
  [
    '17 MB that begin like one',
    async () => {
      const large = Buffer.concat([await maskOf(size, box), Buffer.alloc(17_000_000)])
      return [maskKey(ann.sub, sha256Of(large)), large]
    },
  ],
  [
    'one under another name',
    async () => [maskKey(ann.sub, 'e'.repeat(64)), await maskOf(size, box)],
  ],
  [
    'a picture in colours',
    async () => {
      const png = await freshPng()
      return [maskKey(ann.sub, sha256Of(png)), png]
    },
  ],
])('%s as a mask is removed', { timeout: jobMs }, async ([, make]) => {
  const [key, body] = await make()
  await put(key, body)
  expect(await goes(key)).toBe(true)
})

test.for([
  ['originals', 'page.html'],
  ['originals', `${'a'.repeat(64)}/x.png`],
  ['masks', 'page.html'],
])('%s/…/%s is a name of nothing, and removed', { timeout: jobMs }, async ([prefix, name]) => {
  const key = `${prefix}/${ann.sub}/${name}`
  await put(key, html, { ContentType: 'text/html' })
  expect(await goes(key)).toBe(true)
})

test.for<[string, () => Promise<[string, Buffer]>]>([
  [
    'a picture',
    async () => {
      const png = await freshPng()
      return [originalKey(ann.sub, sha256Of(png), 'image/png'), png]
    },
  ],
  [
    'a mask',
    async () => {
      const mask = await maskOf({ width: 99, height: 64 }, box)
      return [maskKey(ann.sub, sha256Of(mask)), mask]
    },
  ],
])(
  '%s that was sent as a page comes back as an image to be saved',
  { timeout: jobMs },
  async ([, make]) => {
    const [Key, body] = await make()
    const page = {
      ContentType: 'text/html',
      ContentDisposition: 'inline',
      CacheControl: 'no-store',
    }
    await put(Key, body, { ...page, Metadata: { 'file-name': 'x.png', other: 'y' } })
    const link = await getSignedUrl(ann.s3, new GetObjectCommand({ Bucket, Key }), {
      expiresIn: 60,
    })
    const seen = await waitFor('headers of ours', async () => {
      const { headers } = await fetch(link)
      return headers.get('content-type') === 'image/png' ? headers : undefined
    })
    expect(seen.get('content-disposition')).toBe('attachment')
    expect(seen.get('x-amz-meta-other')).toBeNull()
  },
)

test('results and previews are images to be saved', { timeout: jobMs }, async () => {
  const picture = await upload(backend, ann, { bytes: await freshPng() })
  const { key, previewKey, thumbnailKey } = picture
  for (const Key of [key, previewKey, thumbnailKey]) {
    const link = await getSignedUrl(ann.s3, new GetObjectCommand({ Bucket, Key }), {
      expiresIn: 60,
    })
    const seen = await waitFor('headers of ours', async () => {
      const { headers } = await fetch(link)
      return headers.get('content-disposition') === 'attachment' ? headers : undefined
    })
    expect(seen.get('content-type')).toMatch(/^image\/(png|webp)$/)
  }
})

test('who stores too much uploads and makes nothing, until something is removed', {
  timeout: jobMs,
}, async () => {
  const bob = await signUpPerson(backend, 'bob')
  const whole = await upload(backend, bob, { bytes: await noisePng({ width: 500, height: 400 }) })
  expect(whole.status).toBe('READY')
  const refused = await upload(backend, bob, { bytes: await noisePng({ width: 501, height: 400 }) })
  expect(refused).toMatchObject({ status: 'REJECTED', reasonCode: 'QUOTA_EXCEEDED' })
  expect(await keysOf(backend, bob.sub)).not.toContain(refused.key)
  const Key = `results/${bob.sub}/${randomUUID()}/0.png`
  const Body = Buffer.alloc(storedBytes)
  await s3With(backend, backend.tools).send(new PutObjectCommand({ Bucket, Key, Body }))
  const text = { operation: 'TEXT_TO_IMAGE', prompt: 'sea', count: 1, widthPx: 512, heightPx: 512 }
  const full = await generate(bob, randomUUID(), text)
  expect(refusalOf(full)?.code).toBe('QUOTA_EXCEEDED')
})

test('an honest edit still works', { timeout: jobMs }, async () => {
  const carl = await signUpPerson(backend, 'carl')
  const { id: pictureId } = await upload(backend, carl, { bytes: await noisePng(size) })
  const mask = await uploadMask(backend, carl, await maskOf(size, box))
  const id = randomUUID()
  await generate(carl, id, { operation: 'ERASE', pictureId, maskKey: mask, count: 1 })
  expect(await finished(carl, id)).toMatchObject({ status: 'SUCCEEDED' })
})

async function putInParts(Key: string): Promise<void> {
  const { UploadId } = await ann.s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))
  const part = { Bucket, Key, UploadId, PartNumber: 1 }
  const { ETag } = await ann.s3.send(new UploadPartCommand({ ...part, Body: html }))
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] }
  await ann.s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }))
}
