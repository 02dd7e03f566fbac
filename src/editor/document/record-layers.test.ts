import { expect, test } from 'vitest'
import { ada, aGeneration, uuid } from '../../../tests/builders/generation.ts'
import { extendedCanvas, layerOf, layersBelow } from './record-layers.ts'

const rect = { x: -10, y: 5, width: 40, height: 30 }
const root = { width: 320, height: 240 }

test('an output with a patch is a layer, with or without a whole picture', () => {
  const output = { index: 1, status: 'SUCCEEDED', patchKey: 'results/u/g/1-patch.png' } as const
  const generation = aGeneration({ operation: 'INPAINT' })
  const layer = {
    generationId: uuid(1),
    index: 1,
    opacity: 1,
    rect,
    patchKey: 'results/u/g/1-patch.png',
    name: 'a boat',
  }
  expect(layerOf(generation, { ...output, patchRect: rect }, 'a boat')).toEqual(layer)
  const whole = { index: 0, status: 'SUCCEEDED', key: 'results/u/g/0.png' } as const
  expect(layerOf(generation, whole, 'a boat')).toBeUndefined()
})

test('a record names the layers that it was made on, in their order', () => {
  const generation = aGeneration({
    operation: 'INPAINT',
    layers: [
      { generationId: uuid(7), index: 2, opacity: 0.5 },
      { generationId: uuid(8), index: 0, opacity: 1 },
    ],
    layerRects: [rect, { ...rect, x: 0 }],
  })
  const names = layersBelow(generation, ({ generationId }) => generationId)
  expect(names).toEqual([
    {
      generationId: uuid(7),
      index: 2,
      opacity: 0.5,
      rect,
      patchKey: `results/${ada}/${uuid(7)}/2-patch.png`,
      name: uuid(7),
    },
    {
      generationId: uuid(8),
      index: 0,
      opacity: 1,
      rect: { ...rect, x: 0 },
      patchKey: `results/${ada}/${uuid(8)}/0-patch.png`,
      name: uuid(8),
    },
  ])
})

test('what was extended is the canvas with its frame, of the picture or of what was seen of it', () => {
  const frame = { leftPx: 10, rightPx: 0, upPx: 0, downPx: 20 }
  const operation = 'OUTPAINT'
  expect(extendedCanvas(aGeneration({ operation, frame }), root)).toEqual({
    x: -10,
    y: 0,
    width: 330,
    height: 260,
  })
  const canvas = { x: -50, y: 0, width: 370, height: 240 }
  expect(extendedCanvas(aGeneration({ operation, frame, canvas }), root)).toEqual({
    x: -60,
    y: 0,
    width: 380,
    height: 260,
  })
  expect(extendedCanvas(aGeneration({ canvas }), root)).toBeUndefined()
})
