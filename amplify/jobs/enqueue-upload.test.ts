import { expect, test } from 'vitest'
import { maskKey, originalKey } from '#domain/object-key.ts'
import { ada, uuid } from '../../tests/builders/generation.ts'
import { fakeEdges } from '../../tests/fakes/edges.ts'
import { enqueueUploads, maxIngestsPerPerson, retrySecondsAfter } from './enqueue-upload.ts'

/** An object of so many bytes. */
const of = (key: string) => ({ key, bytes: 1 })

/** Digests that begin with different numbers. */
const uploads = Array.from({ length: 40 }, (_, index) => {
  const start = (index * 1_637).toString(16).padStart(4, '0')
  return originalKey(ada, start.padEnd(64, 'a'), 'image/png')
})

test('the uploads of a person are in as many lanes as may run at once, all of them used', async () => {
  const { ingests } = fakeEdges()
  await enqueueUploads({ ingests }, { messageId: 'm', uploads: uploads.map(of) })
  const groups = new Set(ingests.sent.map(({ group }) => group))
  expect(ingests.sent.map(({ key }) => key)).toEqual(uploads)
  expect(groups.size).toBe(maxIngestsPerPerson)
  expect([...groups].every((group) => group.startsWith(`${ada}/`))).toBe(true)
})

test('the same file is always in the same lane, and an event that comes twice counts once', async () => {
  const { ingests } = fakeEdges()
  const [key = ''] = uploads
  for (let time = 0; time < 2; time += 1) {
    await enqueueUploads({ ingests }, { messageId: 'm', uploads: [of(key)] })
  }
  expect(ingests.sent[0]).toEqual(ingests.sent[1])
})

test('a lane whose upload failed waits for seconds, then for minutes', () => {
  expect([1, 2, 3, 4, 5].map(retrySecondsAfter)).toEqual([4, 16, 64, 180, 180])
})

test('whatever lies where people write goes on, so that what is useless is removed', async () => {
  const { ingests } = fakeEdges()
  const mask = maskKey(ada, 'a'.repeat(64))
  const keys = [mask, `originals/${ada}/holiday.png`, 'originals/x/y.png', `results/${ada}/a.png`]
  expect(await enqueueUploads({ ingests }, { messageId: 'm', uploads: keys.map(of) })).toBe(3)
  expect(ingests.sent.map(({ key, group }) => ({ key, group }))).toEqual([
    { key: mask, group: expect.stringMatching(`^${ada}/[01]$`) },
    { key: `originals/${ada}/holiday.png`, group: `${ada}/0` },
    { key: 'originals/x/y.png', group: 'nobody/0' },
  ])
})

test('a good file of a document is left alone, and every other object beside it goes on', async () => {
  const { ingests } = fakeEdges()
  const folder = `documents/${ada}/${uuid(700)}`
  const [content, thumbnail] = [
    `${folder}/${'a'.repeat(64)}.gz`,
    `${folder}/${'a'.repeat(64)}.webp`,
  ]
  const good = [
    { key: content, bytes: 8_000_000 },
    { key: thumbnail, bytes: 200_000 },
  ]
  expect(await enqueueUploads({ ingests }, { messageId: 'm', uploads: good })).toBe(0)
  const bad = [
    { key: content, bytes: 8_000_001 },
    { key: thumbnail, bytes: 200_001 },
    { key: `${folder}/page.html`, bytes: 1 },
    { key: `documents/${ada}/${'a'.repeat(64)}.gz`, bytes: 1 },
  ]
  expect(await enqueueUploads({ ingests }, { messageId: 'm', uploads: bad })).toBe(4)
})
