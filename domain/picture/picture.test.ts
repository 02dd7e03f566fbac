import { expect, test } from 'vitest'
import { withoutNulls } from '../nulls.ts'
import { pictureSchema } from './picture.ts'

const picture = {
  id: '5b2c6d1e-0f4a-5c8e-9a35-7d1f0e6b9c42',
  owner: 'a0000000-0000-4000-8000-00000000000a',
  sha256: 'c'.repeat(64),
  createdAt: '2026-11-21T10:00:00Z',
  revision: 1,
  status: 'READY',
  key: 'originals/u/a.png',
  origin: 'UPLOAD',
}
const made = {
  version: 1,
  operation: 'INPAINT',
  model: 'amazon.titan-image-generator-v2:0',
  seed: 7,
  madeAt: '2026-11-20T10:00:00Z',
}

test('what a file says of itself comes without the nulls of GraphQL', () => {
  const madeWith = { ...made, parentId: null, prompt: 'a kite', negativePrompt: null }
  expect(pictureSchema.parse(withoutNulls({ ...picture, madeWith })).madeWith).toEqual({
    ...made,
    prompt: 'a kite',
  })
})

test.each([
  ['nothing', null],
  ['an operation that nobody knows', { ...made, operation: 'MELT' }],
  ['a seed beyond all models', { ...made, seed: 1e12 }],
])('a file that says %s leaves the picture as it is, without settings', (_, madeWith) => {
  const parsed = pictureSchema.parse(withoutNulls({ ...picture, madeWith }))
  expect(parsed.status).toBe('READY')
  expect(parsed.madeWith).toBeUndefined()
})
