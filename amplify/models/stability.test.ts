import { expect, test } from 'vitest'
import { stableImageCore as card } from '#domain/model/stability-models.ts'
import { createStabilityAdapter } from './stability.ts'

const adapter = createStabilityAdapter(card)
const parseResponse = (body: unknown) => adapter.parseResponse(body, call)
const call = { body: {}, count: 1, seed: 0 }
const none = { images: [], seeds: [], blocked: undefined, detail: undefined }

test('an answer brings its image and the seed that it was drawn from', () => {
  const body = { seeds: [4_294_967_294], finish_reasons: [null], images: ['AAAA'] }
  expect(parseResponse(body)).toEqual({
    images: [Buffer.from([0, 0, 0])],
    seeds: [4_294_967_294],
    blocked: undefined,
    detail: undefined,
  })
})

test.each([
  ['Filter reason: prompt', 'PROMPT'],
  ['Filter reason: input image', 'INPUT'],
  ['Filter reason: output image', 'OUTPUT'],
  ['Filter reason: something new', 'OUTPUT'],
  ['Inference error', undefined],
])('HTTP 200 with “%s” is no success, whatever else it brings', (reason, blocked) => {
  const body = { seeds: [7], finish_reasons: [reason] }
  const reply = { images: [], seeds: [7], blocked, detail: reason }
  expect(parseResponse(body)).toEqual(reply)
  expect(parseResponse({ ...body, images: [] })).toEqual(reply)
  expect(parseResponse({ ...body, images: ['AAAA'] })).toEqual(reply)
})

test.each([{ finish_reasons: [null], images: [] }, { finish_reasons: [null], images: [''] }, {}])(
  'no image is no image, without any reason: %j',
  (body) => {
    expect(parseResponse(body)).toEqual(none)
  },
)

test.each([undefined, 'text', { images: [1] }, { images: ['no base64!'] }, []])(
  'an answer of another shape is a surprise: %j',
  (body) => {
    expect(() => parseResponse(body)).toThrow('MODEL_UNAVAILABLE')
  },
)
