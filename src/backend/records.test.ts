import { expect, test } from 'vitest'
import { pictureSchema } from './records.ts'

const picture = {
  id: '5b2c6d1e-0f4a-5c8e-9a35-7d1f0e6b9c42',
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
  expect(pictureSchema.parse({ ...picture, madeWith }).madeWith).toEqual({
    ...made,
    prompt: 'a kite',
  })
})

test.each([
  ['nothing', null],
  ['an operation that nobody knows', { ...made, operation: 'MELT' }],
  ['a seed beyond all models', { ...made, seed: 1e12 }],
])('a file that says %s leaves the picture as it is, without settings', (_, madeWith) => {
  const parsed = pictureSchema.parse({ ...picture, madeWith })
  expect(parsed).toMatchObject({ status: 'READY', madeWith: undefined })
})
