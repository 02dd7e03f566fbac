import { expect, test } from 'vitest'
import { aGeneration, uuid } from '../../tests/builders/generation.ts'
import { type GenerationOutput, generationOutputSchema } from '../generation/generation.ts'
import { compositionOfResult } from './result-composition.ts'

function anOutput(overrides: object = {}): GenerationOutput {
  const size = { width: 320, height: 240 }
  const image = { index: 1, status: 'SUCCEEDED', pictureId: uuid(201), ...size }
  return generationOutputSchema.parse({ ...image, ...overrides })
}

const patch = { patchKey: 'a patch', patchRect: { x: 0, y: 0, width: 9, height: 9 } }
const below = { generationId: uuid(7), index: 0, opacity: 0.5 }
const made = { generationId: uuid(1), index: 1, opacity: 1 }

test('an edit lies over all that its job worked on', () => {
  const canvas = { x: 5, y: 5, width: 100, height: 90 }
  const job = aGeneration({ operation: 'ERASE', pictureId: uuid(100), canvas, layers: [below] })
  expect(compositionOfResult(job, anOutput(patch))).toEqual({
    pictureId: uuid(100),
    canvas,
    layers: [below, made],
  })
})

test('an outpaint extends the canvas by its frame', () => {
  const frame = { leftPx: 20, rightPx: 0, upPx: 10, downPx: 5 }
  const job = aGeneration({ operation: 'OUTPAINT', pictureId: uuid(100), frame })
  const output = anOutput({ ...patch, width: 340, height: 255 })
  expect(compositionOfResult(job, output)).toEqual({
    pictureId: uuid(100),
    canvas: { x: -20, y: -10, width: 340, height: 255 },
    layers: [made],
  })
})

test('everything else is a root of its own, if there is an image', () => {
  const job = aGeneration({ operation: 'VARIATION', pictureId: uuid(100) })
  expect(compositionOfResult(job, anOutput())).toEqual({ pictureId: uuid(201) })
  const withheld = anOutput({ status: 'BLOCKED', pictureId: undefined })
  expect(compositionOfResult(job, withheld)).toBeUndefined()
})
