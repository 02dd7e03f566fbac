import { expect, test } from 'vitest'
import { uuid } from '../../tests/builders/generation.ts'
import { aKeptLayer, aLayer } from '../../tests/builders/layer.ts'
import { openPictureOf } from './open-picture.ts'

const base = { pictureId: 'p', key: 'originals/u/a.png', widthPx: 1200, heightPx: 800 }
const layer = aKeptLayer(1, { opacity: 0.5 })

test('a plain picture names neither canvas nor layers', () => {
  const plain = { pictureId: 'p', widthPx: 1200, heightPx: 800 }
  const itself = { x: 0, y: 0, width: 1200, height: 800 }
  expect(openPictureOf({ base, canvas: null, layers: [] }, {})).toEqual(plain)
  expect(openPictureOf({ base, canvas: itself, layers: [] }, {})).toEqual(plain)
})

test('an edited one has the size of its canvas, and names its layers', () => {
  const canvas = { x: -100, y: 0, width: 1300, height: 800 }
  expect(openPictureOf({ base, canvas, layers: [layer] }, {})).toEqual({
    pictureId: 'p',
    widthPx: 1300,
    heightPx: 800,
    canvas,
    layers: [{ generationId: uuid(1), index: 0, opacity: 0.5 }],
  })
})

test('a layer that is asked for again lies over those below it alone', () => {
  const extent = { x: -100, y: 0, width: 1300, height: 800 }
  const layers = [layer, aLayer(2, { extent }), aKeptLayer(3)]
  expect(openPictureOf({ base, canvas: null, layers }, {}, layers[1]?.id)).toEqual({
    pictureId: 'p',
    widthPx: 1200,
    heightPx: 800,
    layers: [{ generationId: uuid(1), index: 0, opacity: 0.5 }],
  })
})
