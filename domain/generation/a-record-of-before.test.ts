import { expect, test } from 'vitest'
import { generationIdSchema } from '../ids.ts'
import { compositionOfResult } from '../layer/result-composition.ts'
import { requestOf } from '../operation/request.ts'
import { generationSchema } from './generation.ts'

/** As the API gave it while each result was a whole picture, and masks were of the picture's size. */
const owner = 'a0000000-0000-4000-8000-00000000000a'
const id = '0c1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b'
const pictureId = '5b2c6d1e-0f4a-5c8e-9a35-7d1f0e6b9c42'
const resultId = '6b2c6d1e-0f4a-5c8e-9a35-7d1f0e6b9c43'
const stored = {
  id,
  owner,
  createdAt: '2026-11-21T12:00:00.000Z',
  updatedAt: '2026-11-21T12:00:09.000Z',
  requestHash: 'f'.repeat(64),
  operation: 'INPAINT',
  modelUsed: 'amazon.titan-image-generator-v2:0',
  prompt: 'a red door',
  pictureId,
  sourceKey: `originals/${owner}/${'a'.repeat(64)}.jpg`,
  maskKey: `masks/${owner}/${'b'.repeat(64)}.png`,
  count: 1,
  quality: 'STANDARD',
  status: 'SUCCEEDED',
  revision: 4,
  attempt: 1,
  deadline: '2026-11-21T13:00:00.000Z',
  outputs: [
    {
      index: 0,
      status: 'SUCCEEDED',
      pictureId: resultId,
      key: `results/${owner}/${id}/0.png`,
      previewKey: `previews/${owner}/${id}-0-preview.webp`,
      thumbnailKey: `previews/${owner}/${id}-0-thumbnail.webp`,
      width: 1200,
      height: 800,
      bytes: 1_234_567,
      seed: 7,
      changedOutside: 0,
    },
  ],
  errorDetail: 'The model is retired.',
  costMicros: 10_000,
  success: true,
  finishedAt: '2026-11-21T12:00:09.000Z',
  requestId: 'request-1',
}

test('a record of before is read whole, asks for what it asked for, and its result is a root', () => {
  const record = generationSchema.parse(stored)
  expect(record).toEqual(stored)
  expect(requestOf(record)).toEqual({
    operation: 'INPAINT',
    prompt: 'a red door',
    pictureId,
    maskKey: stored.maskKey,
    count: 1,
    quality: 'STANDARD',
  })
  const [output] = record.outputs ?? []
  expect(output && compositionOfResult(record, output)).toEqual({ pictureId: resultId })
})

test('an edit of today opens as its patch over all that it was made over', () => {
  const below = { generationId: generationIdSchema.parse(resultId), index: 1, opacity: 0.5 }
  const patchRect = { x: 1, y: 2, width: 3, height: 4 }
  const output = { index: 0, status: 'SUCCEEDED', patchKey: 'results/x', patchRect }
  const record = generationSchema.parse({ ...stored, layers: [below], outputs: [output] })
  const [made] = record.outputs ?? []
  expect(made && compositionOfResult(record, made)).toEqual({
    pictureId,
    layers: [below, { generationId: id, index: 0, opacity: 1 }],
  })
})
