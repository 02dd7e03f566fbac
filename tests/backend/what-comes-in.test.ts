import { randomUUID } from 'node:crypto'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Generation } from '#domain/generation/generation.ts'
import type { Picture } from '#domain/picture/picture.ts'
import { exifBlock, withExif } from '../builders/exif-file.ts'
import { resultOf } from '../builders/whole.ts'
import { type Backend, jobMs, shareBackend, startMs, waitFor } from './backend.ts'
import { maskOf, noise } from './files.ts'
import {
  finished,
  generate,
  getPicture,
  type Person,
  signUpPerson,
  upload,
  uploadMask,
} from './person.ts'

/** Pictures of every kind and orientation through upload, record, mask, job and result. */

let backend: Backend
let ann: Person

beforeAll(async () => {
  backend = await shareBackend()
  ann = await signUpPerson(backend, 'ann')
}, startMs)

afterAll(() => backend?.close())

const stored = { width: 180, height: 120 }
/** In pixels as shown, near a corner, so that a picture that is turned otherwise would show it. */
const box = { x: 10, y: 20, width: 30, height: 16 }

type Raw = { data: Buffer; width: number; height: number }

async function rawOf(image: Sharp): Promise<Raw> {
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

async function objectOf(key: string | undefined): Promise<Buffer> {
  const Bucket = backend.outputs.storage.bucket_name
  const { Body } = await ann.s3.send(new GetObjectCommand({ Bucket, Key: key }))
  return Buffer.from((await Body?.transformToByteArray()) ?? [])
}

async function erase(picture: Picture): Promise<Generation> {
  const size = { width: picture.width ?? 0, height: picture.height ?? 0 }
  const maskKey = await uploadMask(backend, ann, await maskOf(size, box))
  const id = randomUUID()
  const request = { operation: 'ERASE', pictureId: picture.id, maskKey, count: 1 }
  const { errors } = await generate(ann, id, request)
  expect(errors).toEqual([])
  return finished(ann, id)
}

/** The rectangle of all pixels that differ. */
function changedBox(before: Raw, after: Raw) {
  const [left, top] = [before.width, before.height]
  const found = { left, top, right: -1, bottom: -1 }
  for (let at = 0; at < before.data.length; at += 1) {
    if (before.data[at] === after.data[at]) continue
    const pixel = Math.floor(at / 3)
    const [x, y] = [pixel % before.width, Math.floor(pixel / before.width)]
    found.left = Math.min(found.left, x)
    found.top = Math.min(found.top, y)
    found.right = Math.max(found.right, x)
    found.bottom = Math.max(found.bottom, y)
  }
  return found
}

/** A feather may reach this far out of the mask. */
const featherPx = 8

/** Erases the box, and says where that differs from the picture as it should be shown. */
async function whereErased(picture: Picture, shown: Raw): Promise<string> {
  if (picture.width !== shown.width || picture.height !== shown.height) return 'another size'
  const job = await erase(picture)
  if (job.status !== 'SUCCEEDED') return job.status
  const after = await rawOf(sharp(await resultOf(objectOf, job)))
  const { left, top, right, bottom } = changedBox(shown, after)
  const isInside =
    left >= box.x - featherPx &&
    top >= box.y - featherPx &&
    right < box.x + box.width + featherPx &&
    bottom < box.y + box.height + featherPx
  return isInside && right > box.x ? 'in the mask' : JSON.stringify({ left, top, right, bottom })
}

test.for([3, 6] as const)(
  'a mask on a WebP of orientation %i changes what lies under it as shown',
  { timeout: jobMs },
  async (value) => {
    const webp = await noise(stored).webp({ lossless: true }).toBuffer()
    const file = withExif.webp(webp, exifBlock({ value }), stored)
    const picture = await upload(backend, ann, { bytes: file, mime: 'image/webp' })
    const shown = await rawOf(noise(stored).rotate(value === 3 ? 180 : 90))
    expect(await whereErased(picture, shown)).toBe('in the mask')
  },
)

/** Each reading of an upload takes this long, as that of a very large file does. */
const slowMs = 5_000
/** `maxIngestsPerPerson`: what one person may have in work at once. */
const maxAtOnce = 2

test('the many large uploads of one person do not hold up another’s', {
  timeout: jobMs,
}, async () => {
  const bob = await signUpPerson(backend, 'bob')
  const sizes = Array.from({ length: 6 }, (_, index) => ({ width: 64 + index, height: 64 }))
  const files = await Promise.all(sizes.map((size) => noise(size).png().toBuffer()))
  backend.sandbox.faults.add({
    service: 's3',
    operation: 'GetObject',
    effect: { kind: 'delay', ms: slowMs },
  })
  const anns = files.map((bytes) => upload(backend, ann, { bytes }))
  let finishedOfAnn = 0
  for (const each of anns) {
    void each.then(() => {
      finishedOfAnn += 1
    })
  }
  await waitFor('the work on the first ones', async () => {
    const [reading] = backend.sandbox.faults.list()
    return (reading?.struck ?? 0) >= maxAtOnce ? true : undefined
  })
  const { status } = await upload(backend, bob, { bytes: await noise(stored).png().toBuffer() })
  const finishedBefore = finishedOfAnn
  backend.sandbox.faults.clear()
  expect(status).toBe('READY')
  expect(finishedBefore).toBeLessThanOrEqual(maxAtOnce)
  const all = await Promise.all(anns)
  expect(all.map((each) => each.status)).toEqual(files.map(() => 'READY'))
})

test('a TIFF is edited as the PNG that was made of it, and both go together', {
  timeout: 2 * jobMs,
}, async () => {
  const file = await noise(stored).tiff({ compression: 'lzw' }).toBuffer()
  const picture = await upload(backend, ann, { bytes: file, mime: 'image/tiff' })
  expect(picture).toMatchObject({ status: 'READY', mime: 'image/tiff', frames: null })
  expect(await objectOf(picture.key)).toEqual(file)
  const editable = await sharp(await objectOf(picture.editKey)).metadata()
  expect(editable).toMatchObject({ format: 'png', ...stored })
  expect(await whereErased(picture, await rawOf(noise(stored)))).toBe('in the mask')

  // The edit over it keeps it, out of the library, until it goes itself.
  await ann.ask(`mutation { removePictures(ids: ["${picture.id}"]) }`)
  expect((await getPicture(ann, picture.id))?.removedAt).toBeTruthy()
  const { data } = await ann.ask(
    `query { generationsByOwner(owner: "${ann.sub}", limit: 100) { items { id pictureId } } }`,
  )
  type Listed = { items: Pick<Generation, 'id' | 'pictureId'>[] } | undefined
  const listed = (data?.['generationsByOwner'] as Listed)?.items ?? []
  const edits = listed.filter(({ pictureId }) => pictureId === picture.id).map(({ id }) => id)
  await ann.ask(`mutation { removeGenerations(ids: ${JSON.stringify(edits)}) }`)
  expect(await getPicture(ann, picture.id)).toBeUndefined()
  for (const key of [picture.key, picture.editKey, picture.previewKey]) {
    await expect(objectOf(key)).rejects.toThrow(
      /not authorized to perform: s3:ListBucket|does not exist/,
    )
  }
})
