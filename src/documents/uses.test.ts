import { expect, test } from 'vitest'
import { uuid } from '../../tests/builders/generation.ts'
import { usesOf } from './uses.ts'

const base = (n: number) => ({ pictureId: uuid(n) })
const layer = {
  id: uuid(900),
  jobs: [uuid(1), uuid(2), 'no id'],
  kept: { generationId: uuid(2), index: 0 },
}
/** As documents of before had them. */
const plainLayer = { generationId: uuid(3), index: 0 }

test('a document names what its present and all its steps show, each once, the present first', () => {
  expect(
    usesOf({
      past: [
        { base: null, layers: [] },
        { base: base(100), layers: [plainLayer] },
      ],
      present: { base: base(101), layers: [layer] },
      future: [{ base: base(101), layers: [layer, { ...layer, jobs: [uuid(4)], kept: null }] }],
    }),
  ).toEqual({
    rootPictureId: uuid(101),
    pictureIds: [uuid(101), uuid(100)],
    generationIds: [uuid(2), uuid(1), uuid(3), uuid(4)],
  })
})
