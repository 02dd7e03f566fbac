import { expect, test } from 'vitest'
import { ada, aGeneration, uuid } from '../../../tests/builders/generation.ts'
import { aLayer, aPatchOf } from '../../../tests/builders/layer.ts'
import { layerIdSchema } from './layer.ts'
import { extendedCanvas, layerOf, layersBelow, patchOf } from './record-layers.ts'

const rect = { x: -10, y: 5, width: 40, height: 30 }
const root = { width: 320, height: 240 }
const layerId = (n: number) => layerIdSchema.parse(uuid(n))

test('an output with a patch lies over the picture, with or without a whole picture', () => {
  const output = { index: 1, status: 'SUCCEEDED', patchKey: 'results/u/g/1-patch.png' } as const
  const generation = aGeneration({ operation: 'INPAINT', prompt: 'a boat' })
  const patch = { generationId: uuid(1), index: 1, rect, patchKey: 'results/u/g/1-patch.png' }
  const made = patchOf(generation, { ...output, patchRect: rect })
  if (!made) throw new Error('It is no patch.')
  expect(made).toEqual(patch)
  const words = { prompt: 'a boat', negativePrompt: '', search: '' }
  expect(layerOf(generation, made, layerId(5))).toEqual(
    aLayer(1, { id: layerId(5), kept: made, words }),
  )
  const whole = { index: 0, status: 'SUCCEEDED', key: 'results/u/g/0.png' } as const
  expect(patchOf(generation, whole)).toBeUndefined()
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
  let last = 20
  const below = layersBelow(generation, {
    newId: () => layerId((last += 1)),
    jobOf: ({ generationId }) =>
      generationId === uuid(7)
        ? aGeneration({ id: uuid(7), operation: 'REPLACE', prompt: 'a boat', search: 'a raft' })
        : undefined,
  })
  const boat = { prompt: 'a boat', negativePrompt: '', search: 'a raft' }
  const [low, high] = [
    { rect, patchKey: `results/${ada}/${uuid(7)}/2-patch.png` },
    { rect: { ...rect, x: 0 }, patchKey: `results/${ada}/${uuid(8)}/0-patch.png` },
  ]
  expect(below).toEqual([
    aLayer(7, {
      id: layerId(21),
      operation: 'REPLACE',
      words: boat,
      opacity: 0.5,
      kept: aPatchOf(7, 2, low),
    }),
    aLayer(8, { id: layerId(22), name: '', kept: aPatchOf(8, 0, high) }),
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
