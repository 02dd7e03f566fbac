import sharp from 'sharp'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Export } from '#domain/export/export.ts'
import { type ExportRequest, parseExportRequest } from '#domain/export/request.ts'
import type { Patch } from '#domain/layer/mix.ts'
import { originalKey, patchKey } from '#domain/object-key.ts'
import { ada, aGeneration, aPicture, bob, noon, uuid } from '../../tests/builders/generation.ts'
import { fakeEdges } from '../../tests/fakes/edges.ts'
import { encodePatch } from '../imaging/patch-file.ts'
import { readSettings } from '../imaging/read-settings.ts'
import { acceptExport } from './accept-export.ts'
import { cancelExport } from './cancel-export.ts'
import { makeExport } from './make-export.ts'

const size = { width: 320, height: 240 }
const rect = { x: 100, y: 50, width: 40, height: 30 }
const leaseSeconds = 60
const daySeconds = 86_400

let edges: ReturnType<typeof fakeEdges>

/** Ada's picture 100, with the patch of her job 1 over it; Bob has both as well, as 101 and 2. */
beforeEach(async () => {
  edges = fakeEdges()
  const png = await sharp({ create: { ...size, channels: 3, background: '#808080' } })
    .png()
    .toBuffer()
  const sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(png))).toString(
    'hex',
  )
  const count = rect.width * rect.height
  const patch: Patch = {
    ...rect,
    channels: 3,
    pixels: new Uint8Array(count * 3).fill(200),
    weight: new Uint8Array(count).fill(255),
  }
  const patchFile = await encodePatch(patch, undefined)
  for (const [owner, picture, job] of [[ada, 100, 1] as const, [bob, 101, 2] as const]) {
    const key = originalKey(owner, sha256, 'image/png')
    edges.objects.put(key, png)
    edges.pictures.rows.set(uuid(picture), aPicture({ id: uuid(picture), owner, key, sha256 }))
    const output = { index: 0, status: 'SUCCEEDED', seed: 7, patchRect: rect }
    const done = { operation: 'INPAINT', status: 'SUCCEEDED', pictureId: uuid(picture) }
    const made = aGeneration({ id: uuid(job), owner, ...done, outputs: [output] })
    edges.generations.rows.set(uuid(job), made)
    edges.objects.put(patchKey(owner, made.id, 0), patchFile)
  }
})

const layer = (n: number, more: object = {}) => ({
  generationId: uuid(n),
  index: 0,
  opacity: 1,
  ...more,
})

function request(more: object = {}): ExportRequest {
  return parseExportRequest({
    pictureId: uuid(100),
    layers: [layer(1)],
    mime: 'image/png',
    keepMetadata: true,
    keepProvenance: true,
    ...more,
  })
}

const accept = (more: object = {}, owner = ada) =>
  acceptExport(edges, { storedBytes: 1_000_000 }, { owner, request: request(more) })

const make = (record: Export) => makeExport(edges, { leaseSeconds }, record.id)
const stored = (record: Export) => edges.exports.rows.get(record.id)
const exported = () => [...edges.objects.stored.keys()].filter((key) => key.startsWith('exports'))

describe('an export that goes well', () => {
  test('is written, sent once, made, and says where its file is', async () => {
    const queued = await accept()
    expect(queued).toMatchObject({ owner: ada, status: 'QUEUED', revision: 1, progress: 0 })
    expect(edges.exportQueue.sent).toEqual([{ id: queued.id, group: ada }])
    const { record, isRepeat } = await make(queued)
    const key = `exports/${ada}/${queued.id}/${noon}.png`
    const file = edges.objects.stored.get(key)?.bytes ?? Buffer.alloc(0)
    expect(isRepeat).toBe(false)
    expect(record).toMatchObject({
      status: 'READY',
      progress: 1,
      key,
      ...size,
      bytes: file.length,
      changedOutside: 0,
      expiresAt: noon / 1_000 + daySeconds,
    })
    const { data } = await sharp(file).raw().toBuffer({ resolveWithObject: true })
    const at = (x: number, y: number) => data[(y * size.width + x) * 3]
    expect([at(99, 50), at(100, 50), at(139, 79), at(140, 79)]).toEqual([128, 200, 200, 128])
    expect(readSettings((await sharp(file).metadata()).xmp)).toMatchObject({
      operation: 'INPAINT',
      seed: 7,
      parentId: uuid(100),
    })
  })

  test('is made once: a repeat gives the same, for one more day', async () => {
    const queued = await accept()
    await make(queued)
    edges.clock.now += 1_000_000
    const again = await accept()
    expect(again).toMatchObject({ id: queued.id, status: 'READY' })
    expect(again.expiresAt).toBe(noon / 1_000 + 1_000 + daySeconds)
    expect(edges.exportQueue.sent).toHaveLength(1)
  })

  test('is made anew under another key when it has expired', async () => {
    const queued = await accept()
    await make(queued)
    edges.clock.now += daySeconds * 1_000
    const again = await accept()
    expect(again).toMatchObject({ id: queued.id, status: 'QUEUED', progress: 0 })
    expect(again).not.toHaveProperty('key')
    await make(again)
    expect(exported()).toHaveLength(2)
    expect(stored(queued)?.key).toBe(exported()[1])
  })

  test('says nothing of how it was made, or of its root, when asked to', async () => {
    const queued = await accept({ keepMetadata: false, keepProvenance: false })
    const { record } = await make(queued)
    const file = edges.objects.stored.get(record?.key ?? '')?.bytes
    expect((await sharp(file).metadata()).xmp).toBeUndefined()
  })

  test('counts no changed pixels when its pixels are others', async () => {
    for (const more of [{ mime: 'image/jpeg' }, { maxSidePx: 100 }]) {
      const { record } = await make(await accept(more))
      expect([record?.status, record?.changedOutside]).toEqual(['READY', undefined])
    }
  })

  test('of an upload without layers says of no model', async () => {
    const { record } = await make(await accept({ layers: [] }))
    const file = edges.objects.stored.get(record?.key ?? '')?.bytes
    expect((await sharp(file).metadata()).xmp).toBeUndefined()
  })
})

describe('what is not the caller’s is refused before any work', () => {
  test.each([
    ['another’s root', { pictureId: uuid(101), layers: [] }, 'NOT_FOUND', 'pictureId'],
    [
      'another’s root with its layer',
      { pictureId: uuid(101), layers: [layer(2)] },
      'NOT_FOUND',
      'pictureId',
    ],
    ['another’s layer', { layers: [layer(1), layer(2)] }, 'NOT_FOUND', 'layers'],
    ['a layer that no job made', { layers: [layer(3)] }, 'NOT_FOUND', 'layers'],
    [
      'an image that the job did not make',
      { layers: [layer(1, { index: 1 })] },
      'NOT_FOUND',
      'layers',
    ],
    ['a picture that nobody has', { pictureId: uuid(9), layers: [] }, 'NOT_FOUND', 'pictureId'],
  ])('%s', async (_what, more, code, field) => {
    await expect(accept(more)).rejects.toMatchObject({ code, field })
    expect([edges.exports.rows.size, edges.exportQueue.sent]).toEqual([0, []])
  })

  test('a layer of another root of one’s own', async () => {
    const { key, sha256 } = edges.pictures.rows.get(uuid(100)) ?? {}
    edges.pictures.rows.set(uuid(102), aPicture({ id: uuid(102), key, sha256 }))
    const refused = { code: 'NOT_FOUND', field: 'layers' }
    await expect(accept({ pictureId: uuid(102) })).rejects.toMatchObject(refused)
  })

  test('another’s export cannot be cancelled', async () => {
    const queued = await accept()
    await expect(cancelExport(edges, bob, queued.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(stored(queued)?.status).toBe('QUEUED')
  })

  test('the same composition of two people is two exports', async () => {
    const mine = await accept()
    const theirs = await accept({ pictureId: uuid(101), layers: [layer(2)] }, bob)
    expect(theirs.id).not.toBe(mine.id)
  })
})

describe('limits', () => {
  test.each([
    [
      'a canvas beyond 100 megapixels',
      { canvas: { x: 0, y: 0, width: 10_001, height: 10_000 } },
      'INVALID_REQUEST',
      'canvas',
    ],
    [
      'a file larger than its type can be',
      { canvas: { x: 0, y: 0, width: 20_000, height: 500 }, mime: 'image/webp' },
      'INVALID_REQUEST',
      'maxSidePx',
    ],
  ])('%s is refused', async (_what, more, code, field) => {
    await expect(accept(more)).rejects.toMatchObject({ code, field })
    expect(edges.exports.rows.size).toBe(0)
  })

  test('who has stored all that they may gets no export more', async () => {
    const full = acceptExport(edges, { storedBytes: 1 }, { owner: ada, request: request() })
    await expect(full).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' })
  })

  test('who deleted their account gets none, and none that waits is made', async () => {
    const queued = await accept()
    edges.usage.left.add(ada)
    await expect(accept()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    await make(queued)
    expect(exported()).toEqual([])
  })
})

describe('what goes wrong on the way', () => {
  test('a lost message is sent again by the next call', async () => {
    const queued = await accept()
    edges.exportQueue.sent.length = 0
    expect((await accept()).id).toBe(queued.id)
    expect(edges.exportQueue.sent).toHaveLength(1)
  })

  test('a doubled message makes it once', async () => {
    const queued = await accept()
    await Promise.all([make(queued), make(queued)])
    await make(queued)
    expect(exported()).toHaveLength(1)
  })

  test('a live lease keeps others out; when it is over, the next worker makes it', async () => {
    const queued = await accept()
    const dead = await edges.exports.change(queued, {
      status: 'RUNNING',
      attempt: 1,
      leaseUntil: new Date(noon + leaseSeconds * 1_000).toISOString(),
    })
    expect(await make(queued)).toEqual({ isRepeat: true, record: dead })
    expect(await accept()).toEqual(dead)
    edges.clock.now += leaseSeconds * 1_000
    expect((await make(queued)).record?.status).toBe('READY')
  })

  test('after two workers died it fails, and the next call begins anew', async () => {
    const queued = await accept()
    const leaseUntil = new Date(noon).toISOString()
    await edges.exports.change(queued, { status: 'RUNNING', attempt: 2, leaseUntil })
    const { record } = await make(queued)
    expect([record?.status, record?.errorCode]).toEqual(['FAILED', 'INTERNAL'])
    expect(record?.reason).toContain('exportInterrupted')
    const again = await accept()
    expect(again).toMatchObject({ status: 'QUEUED', attempt: 0 })
    expect(again).not.toHaveProperty('errorCode')
    expect((await make(again)).record?.status).toBe('READY')
  })

  test('a patch that is gone ends it with a reason', async () => {
    const queued = await accept()
    await edges.objects.remove([...edges.objects.stored.keys()].filter((key) => /patch/.test(key)))
    const { record } = await make(queued)
    expect([record?.status, record?.errorCode]).toEqual(['FAILED', 'NOT_FOUND'])
  })

  test('what nobody foresaw ends it too, and is thrown for the log', async () => {
    const queued = await accept()
    edges.objects.read = () => Promise.reject(new Error('the cable'))
    await expect(make(queued)).rejects.toThrow('the cable')
    expect(stored(queued)).toMatchObject({ status: 'FAILED', errorCode: 'INTERNAL' })
  })
})

describe('cancelling', () => {
  test('ends what waits; its message makes nothing', async () => {
    const queued = await accept()
    expect((await cancelExport(edges, ada, queued.id)).status).toBe('CANCELLED')
    expect((await make(queued)).isRepeat).toBe(true)
    expect(exported()).toEqual([])
  })

  test('stops a worker at its next step, which stores nothing', async () => {
    const queued = await accept()
    const read = edges.objects.read.bind(edges.objects)
    edges.objects.read = async (...of) => {
      await cancelExport(edges, ada, queued.id)
      return read(...of)
    }
    await make(queued)
    expect([stored(queued)?.status, exported()]).toEqual(['CANCELLED', []])
  })

  test('leaves what is ready as it is', async () => {
    const queued = await accept()
    await make(queued)
    expect((await cancelExport(edges, ada, queued.id)).status).toBe('READY')
  })

  test('is taken back by asking again', async () => {
    const queued = await accept()
    await cancelExport(edges, ada, queued.id)
    expect((await make(await accept())).record?.status).toBe('READY')
  })
})

test('progress is told while a worker is on it, at most once a second', async () => {
  const queued = await accept()
  const told: number[] = []
  const change = edges.exports.change.bind(edges.exports)
  edges.exports.change = (seen, next: { progress?: number }) => {
    if (next.progress !== undefined) told.push(next.progress)
    return change(seen, next)
  }
  const read = edges.objects.read.bind(edges.objects)
  edges.objects.read = (...of) => {
    edges.clock.now += 1_000
    return read(...of)
  }
  await make(queued)
  // The root is read, then the layer, then all is encoded.
  expect(told).toEqual([0, 0.2, 0.6, 0.95, 1])
})
