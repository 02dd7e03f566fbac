import { expect, test } from 'vitest'
import { documentIdSchema, generationIdSchema, userIdSchema } from './ids.ts'
import {
  assertDocumentKey,
  assertOwnKey,
  documentKey,
  documentThumbnailKey,
  maskKey,
  originalKey,
  previewKey,
  resultKey,
} from './object-key.ts'

const ada = userIdSchema.parse('5b2c6d1e-0f4a-4c8e-9a35-7d1f0e6b9c42')
const bob = userIdSchema.parse('6c3d7e2f-1a5b-4d9f-8b46-8e2a1f7c0d53')
const id = generationIdSchema.parse('7d4e8f3a-2b6c-4ea0-9c57-9f3b2a8d1e64')
const digest = 'ab'.repeat(32)

test('every key that we make is accepted as its owner’s own', () => {
  expect(() =>
    assertOwnKey(originalKey(ada, digest, 'image/jpeg'), 'originals', { owner: ada }),
  ).not.toThrow()
  expect(() => assertOwnKey(maskKey(ada, digest), 'masks', { owner: ada })).not.toThrow()
  expect(() => assertOwnKey(resultKey(ada, id, 3), 'results', { owner: ada })).not.toThrow()
  expect(() =>
    assertOwnKey(previewKey(ada, `${id}-3`, 'thumbnail'), 'previews', { owner: ada }),
  ).not.toThrow()
})

test.each([
  ['another owner’s', maskKey(bob, digest), 'FORBIDDEN'],
  ['one of another prefix', originalKey(ada, digest, 'image/png'), 'INVALID_REQUEST'],
  ['one that climbs', `masks/${ada}/../${bob}/${digest}.png`, 'INVALID_REQUEST'],
  ['an encoded climb', `masks/${ada}/%2e%2e/${digest}.png`, 'INVALID_REQUEST'],
  ['an absolute one', `/masks/${ada}/${digest}.png`, 'INVALID_REQUEST'],
  ['an empty one', '', 'INVALID_REQUEST'],
])('%s key is refused', (_, key, code) => {
  expect(() => assertOwnKey(key, 'masks', { owner: ada, field: 'maskKey' })).toThrow(
    expect.objectContaining({ code, field: 'maskKey' }),
  )
})

test('a key of a document is its own, of its kind', () => {
  const document = documentIdSchema.parse('8e5f9a4b-3c7d-4fb1-8d68-a04c3b9e2f75')
  const other = documentIdSchema.parse('9f6a0b5c-4d8e-4ac2-9e79-b15d4c0f3a86')
  const isKey = (key: string, field: 'key' | 'thumbnailKey') => {
    try {
      assertDocumentKey(key, { owner: ada, id: document, field })
      return true
    } catch {
      return false
    }
  }
  const [content, thumbnail] = [documentKey, documentThumbnailKey].map((made) =>
    made(ada, document, digest),
  ) as [string, string]
  expect([isKey(content, 'key'), isKey(thumbnail, 'thumbnailKey')]).toEqual([true, true])
  const bad = [
    thumbnail,
    documentKey(ada, other, digest),
    documentKey(bob, document, digest),
    documentKey(ada, document, 'abc'),
    documentKey(ada, document, `${digest}0`),
    `${content}.gz`,
    `documents/${ada}/${document}${digest}.gz`,
  ]
  expect(bad.filter((key) => isKey(key, 'key'))).toEqual([])
})
