import { expect, test } from 'vitest'
import { generationIdSchema } from '#domain/ids.ts'
import { uuid } from '../../tests/builders/generation.ts'
import { openPictureOf } from './open-picture.ts'

const base = { pictureId: 'p', key: 'originals/u/a.png', widthPx: 1200, heightPx: 800 }
const layer = {
  generationId: generationIdSchema.parse(uuid(1)),
  index: 0,
  opacity: 0.5,
  rect: { x: 0, y: 0, width: 9, height: 9 },
  patchKey: 'results/u/g/0-patch.png',
  name: 'a boat',
}

test('a plain picture names neither canvas nor layers', () => {
  const plain = { pictureId: 'p', widthPx: 1200, heightPx: 800 }
  const itself = { x: 0, y: 0, width: 1200, height: 800 }
  expect(openPictureOf({ base, canvas: null, layers: [] })).toEqual(plain)
  expect(openPictureOf({ base, canvas: itself, layers: [] })).toEqual(plain)
})

test('an edited one has the size of its canvas, and names its layers', () => {
  const canvas = { x: -100, y: 0, width: 1300, height: 800 }
  expect(openPictureOf({ base, canvas, layers: [layer] })).toEqual({
    pictureId: 'p',
    widthPx: 1300,
    heightPx: 800,
    canvas,
    layers: [{ generationId: uuid(1), index: 0, opacity: 0.5 }],
  })
})
