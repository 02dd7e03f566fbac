import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { pictureIdOf } from '#domain/ids.ts'
import { maskKey, originalKey } from '#domain/object-key.ts'
import { sayText } from '../../src/i18n/say.ts'
import { ada, aGeneration, aPicture, noon, uuid } from '../../tests/builders/generation.ts'
import { fakeEdges } from '../../tests/fakes/edges.ts'
import { encodeResult } from '../imaging/encode-result.ts'
import { ingestUpload } from './ingest-upload.ts'
import { provenanceOf } from './run/provenance-of.ts'

const settings = { storedBytes: 1_000_000 }
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

async function uploaded(bytes: Buffer, metadata: Record<string, string> = {}) {
  const edges = fakeEdges()
  const key = originalKey(ada, digest(bytes), 'image/png')
  edges.objects.put(key, bytes, metadata)
  return { edges, key, id: await pictureIdOf(ada, digest(bytes)) }
}

const png = () =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: '#aa5500' } })
    .png()
    .toBuffer()

test('a result that is brought back tells how it was made, and only that', async () => {
  const made = provenanceOf(aGeneration({ keepPrompt: true }), 7)
  const pixels = new Uint8Array(64 * 48 * 3)
  const picture = { width: 64, height: 48, channels: 3 as const, pixels, profile: undefined }
  const { edges, key, id } = await uploaded(await encodeResult(picture, 'GENERATED', made))
  await ingestUpload(edges, settings, key)
  expect(edges.pictures.rows.get(id)).toMatchObject({
    origin: 'UPLOAD',
    madeWith: { operation: 'TEXT_TO_IMAGE', seed: 7, prompt: 'a lighthouse' },
  })
})

test('without the wish to keep it, a result says no prompt', () => {
  expect(provenanceOf(aGeneration(), 7)).not.toHaveProperty('prompt')
})

test('an upload becomes a ready picture with its sizes, name and renditions', async () => {
  const bytes = await png()
  const { edges, key, id } = await uploaded(bytes, { 'file-name': 'See%20%C3%BC.png' })
  await ingestUpload(edges, settings, key)
  const preview = edges.objects.stored.get(`previews/${ada}/${digest(bytes)}-preview.webp`)
  const thumbnail = edges.objects.stored.get(`previews/${ada}/${digest(bytes)}-thumbnail.webp`)
  expect(edges.pictures.rows.get(id)).toEqual({
    id,
    owner: ada,
    status: 'READY',
    key,
    sha256: digest(bytes),
    previewKey: `previews/${ada}/${digest(bytes)}-preview.webp`,
    thumbnailKey: `previews/${ada}/${digest(bytes)}-thumbnail.webp`,
    width: 64,
    height: 48,
    bytes: bytes.length,
    previewBytes: preview?.bytes.length,
    thumbnailBytes: thumbnail?.bytes.length,
    mime: 'image/png',
    fileName: 'See ü.png',
    title: 'See ü',
    origin: 'UPLOAD',
    revision: 1,
    createdAt: new Date(noon).toISOString(),
  })
})

test('an upload that editors do not use as it is gets a PNG beside it', async () => {
  const bytes = await sharp(await png())
    .tiff()
    .toBuffer()
  const { edges, key, id } = await uploaded(bytes)
  await ingestUpload(edges, settings, key)
  const editKey = `results/${ada}/${digest(bytes)}.png`
  expect(edges.pictures.rows.get(id)).toMatchObject({
    status: 'READY',
    key,
    editKey,
    mime: 'image/tiff',
    width: 64,
    height: 48,
    bytes: bytes.length,
  })
  const stored = await sharp(edges.objects.stored.get(editKey)?.bytes).metadata()
  expect(stored).toMatchObject({ format: 'png', width: 64, height: 48 })
})

test('of an animation the record says how many frames it had', async () => {
  const frames = [await png(), await png(), await png()]
  const bytes = await sharp(frames, { join: { animated: true } })
    .gif({ keepDuplicateFrames: true })
    .toBuffer()
  const { edges, key, id } = await uploaded(bytes)
  await ingestUpload(edges, settings, key)
  expect(edges.pictures.rows.get(id)).toMatchObject({ status: 'READY', frames: 3, height: 48 })
})

test('a second event for the same upload changes nothing', async () => {
  const { edges, key, id } = await uploaded(await png())
  await ingestUpload(edges, settings, key)
  const first = edges.pictures.rows.get(id)
  expect(await ingestUpload(edges, settings, key)).toEqual({ kind: 'SKIPPED', reason: 'KNOWN' })
  expect(edges.pictures.rows.get(id)).toBe(first)
})

test('a record that was left unfinished or rejected is completed', async () => {
  const { edges, key, id } = await uploaded(await png())
  const left = aPicture({ id, status: 'REJECTED', reasonCode: 'INVALID_IMAGE', reason: 'broken' })
  edges.pictures.rows.set(id, left)
  await ingestUpload(edges, settings, key)
  expect(edges.pictures.rows.get(id)).toMatchObject({ status: 'READY', revision: 2, width: 64 })
  expect(edges.pictures.rows.get(id)).not.toHaveProperty('reason')
})

test.each([
  ['no image', Buffer.from('just words')],
  ['nothing', Buffer.alloc(0)],
])('a file with %s in it is rejected with a reason', async (_what, bytes) => {
  const { edges, key, id } = await uploaded(bytes)
  await ingestUpload(edges, settings, key)
  const picture = edges.pictures.rows.get(id)
  expect({ ...picture, reason: sayText(picture?.reason) }).toMatchObject({
    status: 'REJECTED',
    reasonCode: 'INVALID_IMAGE',
    reason: expect.stringMatching(/\.$/),
  })
})

test('a rejected file keeps its name', async () => {
  const { edges, key, id } = await uploaded(Buffer.from('no picture'), { 'file-name': 'notes.png' })
  await ingestUpload(edges, settings, key)
  const named = { status: 'REJECTED', fileName: 'notes.png', title: 'notes' }
  expect(edges.pictures.rows.get(id)).toMatchObject(named)
})

test('a truncated file is rejected', async () => {
  const whole = await png()
  const { edges, key, id } = await uploaded(whole.subarray(0, whole.length - 20))
  await ingestUpload(edges, settings, key)
  expect(edges.pictures.rows.get(id)?.status).toBe('REJECTED')
})

test('bytes that are not those of the key’s digest are rejected', async () => {
  const { edges, key, id } = await uploaded(Buffer.from('what was announced'))
  edges.objects.put(key, await png())
  await ingestUpload(edges, settings, key)
  expect(edges.pictures.rows.get(id)).toMatchObject({
    status: 'REJECTED',
    sha256: key.slice(47, 111),
  })
})

test.each([
  `results/${ada}/${uuid(1)}/0.png`,
  maskKey(ada, 'a'.repeat(64)),
  `originals/${ada}/holiday.png`,
  `originals/${ada}/../${ada}/x.png`,
  'originals/nobody/x.png',
])('%s never becomes a picture', async (key) => {
  const edges = fakeEdges()
  edges.objects.put(key, await png())
  expect(await ingestUpload(edges, settings, key)).toMatchObject({ kind: 'SKIPPED' })
  expect(edges.pictures.rows.size).toBe(0)
  // What people can write and nobody can use is removed; anything else is left alone.
  expect(edges.objects.stored.has(key)).toBe(key.startsWith('results/'))
})

test('a refused file is not kept, only its reason', async () => {
  const { edges, key, id } = await uploaded(Buffer.from('just words'))
  await ingestUpload(edges, settings, key)
  expect(edges.pictures.rows.get(id)?.status).toBe('REJECTED')
  expect([...edges.objects.stored.keys()]).toEqual([])
})

test('a picture whose object was replaced is rejected, and ready again with its own bytes', async () => {
  const bytes = await png()
  const { edges, key, id } = await uploaded(bytes)
  await ingestUpload(edges, settings, key)
  edges.objects.put(key, Buffer.concat([bytes, Buffer.of(0)]))
  expect(await ingestUpload(edges, settings, key)).toMatchObject({ kind: 'REJECTED' })
  expect(edges.pictures.rows.get(id)).toMatchObject({ status: 'REJECTED', revision: 2 })
  expect(edges.objects.stored.has(key)).toBe(false)
  edges.objects.put(key, bytes)
  await ingestUpload(edges, settings, key)
  expect(edges.pictures.rows.get(id)).toMatchObject({ status: 'READY', revision: 3 })
})

test('the same bytes under another extension are kept once', async () => {
  const bytes = await png()
  const { edges, key } = await uploaded(bytes)
  await ingestUpload(edges, settings, key)
  const other = key.replace('.png', '.jpg')
  edges.objects.put(other, bytes)
  expect(await ingestUpload(edges, settings, other)).toEqual({ kind: 'SKIPPED', reason: 'KNOWN' })
  expect([edges.objects.stored.has(key), edges.objects.stored.has(other)]).toEqual([true, false])
})

test('an upload gets headers of ours, by what it is', async () => {
  const { edges, key } = await uploaded(await png())
  await ingestUpload(edges, settings, key)
  const headers = { mime: 'image/png', disposition: 'attachment' }
  expect(edges.objects.stored.get(key)?.headers).toEqual(headers)
})

test('an upload beyond what one may store is rejected with what to do', async () => {
  const bytes = await png()
  const { edges, key, id } = await uploaded(bytes)
  edges.objects.put(`results/${ada}/${uuid(1)}/0.png`, Buffer.alloc(1_000_000 - bytes.length + 1))
  await ingestUpload(edges, settings, key)
  const picture = edges.pictures.rows.get(id)
  expect({ ...picture, reason: sayText(picture?.reason) }).toMatchObject({
    status: 'REJECTED',
    reasonCode: 'QUOTA_EXCEEDED',
    reason:
      'Your pictures and results fill the 0.001 GB that you may keep. Remove some of them, then try again.',
  })
  expect(edges.objects.stored.has(key)).toBe(false)
})

test('what a deleted person’s keys still write makes nothing and is removed', async () => {
  const { edges, key } = await uploaded(await png())
  edges.usage.left.add(ada)
  expect(await ingestUpload(edges, settings, key)).toEqual({ kind: 'SKIPPED', reason: 'LEFT' })
  expect([edges.pictures.rows.size, edges.objects.stored.size]).toEqual([0, 0])
})

test('a mask is kept when it is one, is small, and has its own bytes', async () => {
  const raw = { width: 64, height: 48, channels: 1 as const }
  const mask = await sharp(Buffer.alloc(64 * 48), { raw })
    .toColourspace('b-w')
    .png()
    .toBuffer()
  const edges = fakeEdges()
  const good = maskKey(ada, digest(mask))
  edges.objects.put(good, mask)
  expect(await ingestUpload(edges, settings, good)).toEqual({ kind: 'KEPT' })
  const large = Buffer.concat([mask, Buffer.alloc(16_000_000)])
  const bad: [string, Buffer][] = [
    [maskKey(ada, 'a'.repeat(64)), mask],
    [maskKey(ada, digest(large)), large],
    [maskKey(ada, digest(await png())), await png()],
  ]
  for (const [key, bytes] of bad) {
    edges.objects.put(key, bytes)
    expect(await ingestUpload(edges, settings, key)).toEqual({ kind: 'SKIPPED', reason: 'REFUSED' })
  }
  expect([...edges.objects.stored.keys()]).toEqual([good])
})
