import { makeZip } from 'client-zip'
import { expect, test } from 'vitest'
import { entriesOf, filesOf, sizeOf } from './export-files.ts'

const original = { key: 'originals/sub/aa.png', bytes: 10, previewKey: 'previews/sub/aa.webp' }
const result = { key: 'results/sub/job/0.png', bytes: 20 }
const records = {
  pictures: [original, result],
  history: [
    { id: 'job', prompt: 'sea', maskKey: 'masks/sub/bb.png', maskBytes: 3, outputs: [result] },
    { id: 'blocked', maskKey: 'masks/sub/bb.png', outputs: [{ status: 'BLOCKED' }] },
    { id: 'words', outputs: null },
  ],
  documents: [{ id: 'document', key: 'documents/sub/document/cc.gz', thumbnailKey: null }],
  usage: [{ period: '2026-11', images: 1 }],
}

test('an export has every original, result, mask and document once, without its owner', () => {
  expect(filesOf(records)).toEqual([
    { key: original.key, name: 'originals/aa.png', bytes: 10 },
    { key: result.key, name: 'results/job/0.png', bytes: 20 },
    { key: 'masks/sub/bb.png', name: 'masks/bb.png', bytes: 3 },
    { key: 'documents/sub/document/cc.gz', name: 'documents/document/cc.gz', bytes: 0 },
  ])
  expect(sizeOf(filesOf(records))).toBe(33)
})

test('the zip has the records, each file as it is read, and says what is missing', async () => {
  const open: string[] = []
  const progress: number[] = []
  const entries = entriesOf(records, {
    files: filesOf(records),
    open: (key) => {
      open.push(key)
      const isGone = key.startsWith('masks/')
      return Promise.resolve(isGone ? undefined : new Response(`bytes of ${key}`))
    },
    onFile: (done) => progress.push(done),
  })
  expect(open).toEqual([])
  const zip = Buffer.from(await new Response(makeZip(entries)).arrayBuffer()).toString('latin1')
  // Stored without compression, so that all of it can be read in place.
  for (const part of [
    'pictures.json',
    'history.json',
    '"prompt": "sea"',
    'documents.json',
    'usage.json',
    'originals/aa.png',
    'bytes of results/sub/job/0.png',
    'missing.json',
    '"masks/bb.png"',
  ]) {
    expect(zip).toContain(part)
  }
  expect(progress).toEqual([1, 2, 3, 4])
})

test('an object that cannot be read ends the export', async () => {
  const lost = () => Promise.reject(new Error('offline'))
  const files = filesOf(records)
  const entries = entriesOf(records, { files, open: lost, onFile: () => undefined })
  await expect(new Response(makeZip(entries)).arrayBuffer()).rejects.toThrow('offline')
})

test('of an edit its patch is in the export', () => {
  const patchKey = 'results/sub/edit/0-patch.png'
  const history = [{ id: 'edit', outputs: [{ key: null, patchKey, bytes: 7 }] }]
  expect(filesOf({ pictures: [], history, documents: [], usage: [] })).toEqual([
    { key: patchKey, name: 'results/edit/0-patch.png', bytes: 7 },
  ])
})
