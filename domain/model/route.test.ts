import { expect, test } from 'vitest'
import { say } from '../../src/i18n/say.ts'
import { AppError, orThrow } from '../errors.ts'
import { parseGenerationRequest } from '../operation/request.ts'
import type { AccessToday } from './access.ts'
import type { ModelId } from './card.ts'
import { findRoute } from './route.ts'

const titan = 'amazon.titan-image-generator-v2:0'
const nova = 'amazon.nova-canvas-v1:0'
const core = 'stability.stable-image-core-v1:1'
const ultra = 'stability.stable-image-ultra-v1:1'
const inpaint = 'stability.stable-image-inpaint-v1:0'

const pictureId = '5b2c6d1e-0f4a-5c8e-9a35-7d1f0e6b9c42'
const words = { operation: 'TEXT_TO_IMAGE', prompt: 'a harbour', count: 1 }
const colours = { ...words, operation: 'COLOR_GUIDED', colors: ['#102030'] }
const blend = { operation: 'VARIATION', pictureId, referenceIds: [pictureId], count: 1 }

/** A deployment without settings, today. */
const plain: AccessToday = {
  modelRegions: ['us-west-2'],
  preferredModels: [],
  allowedRetiredModels: [],
  today: '2026-11-21',
}
const offline: AccessToday = {
  ...plain,
  modelRegions: ['us-east-1', 'us-west-2'],
  preferredModels: [titan],
  allowedRetiredModels: [titan, nova],
}

function route(request: object, access: AccessToday, model?: ModelId) {
  const { model: card, ...why } = orThrow(
    findRoute(parseGenerationRequest({ ...request, model }), access),
  )
  const said = Object.entries(why).map(([name, message]) => [name, say(message)])
  return { id: card.id, ...Object.fromEntries(said) }
}

function refusalOf(...given: Parameters<typeof route>): unknown {
  try {
    return route(...given)
  } catch (error) {
    return error instanceof AppError ? [error.code, error.field, say(error.reason)] : error
  }
}

test('with nothing asked for and nothing configured, a living model is taken', () => {
  expect(route(words, plain)).toEqual({ id: core })
})

test('a preferred model goes before others that can do the same', () => {
  expect(route(words, { ...plain, preferredModels: [ultra] })).toEqual({ id: ultra })
  expect(route(words, offline)).toEqual({ id: titan })
})

test('a preference for a model that cannot do it changes nothing', () => {
  expect(route(words, { ...plain, preferredModels: [inpaint] })).toEqual({ id: core })
})

test('the model asked for is taken before the preferred one', () => {
  expect(route(words, offline, ultra)).toEqual({ id: ultra })
})

test('in place of a retired model the best other is taken, and the reason is given', () => {
  expect(route(words, plain, titan)).toEqual({
    id: core,
    reason: 'Titan Image Generator v2 was retired on 2026-06-30.',
  })
})

test('a model answers until the day before its end of life', () => {
  expect(route(words, { ...plain, today: '2026-06-29' }, titan)).toEqual({ id: titan })
  expect(route(words, { ...plain, today: '2026-06-30' }, titan).id).toBe(core)
})

test('a deployment that may still call a retired model does', () => {
  expect(route(words, { ...plain, allowedRetiredModels: [titan] }, titan)).toEqual({ id: titan })
})

test('a model that was found gone is retired at once, even where it is allowed', () => {
  const access = { ...offline, foundRetired: new Set([titan]) }
  expect(route(words, access, titan)).toEqual({
    id: core,
    reason: 'Titan Image Generator v2 was retired on 2026-06-30.',
  })
  expect(route(words, { ...plain, foundRetired: new Set([core]) }, core)).toEqual({
    id: 'stability.sd3-5-large-v1:0',
    reason: 'Stable Image Core was retired.',
  })
})

test('in place of a model that cannot do it the best other is taken', () => {
  expect(route(words, plain, inpaint)).toEqual({
    id: core,
    reason: 'Stability Inpaint cannot draw from words.',
  })
})

test('a model of another Region is replaced, too', () => {
  expect(route(words, { ...plain, allowedRetiredModels: [nova] }, nova)).toEqual({
    id: core,
    reason: 'Nova Canvas is not offered in us-west-2.',
  })
})

test('a model that does just this goes before one that comes near, unless preferred', () => {
  const access = { ...offline, preferredModels: [] }
  expect(route(colours, access)).toEqual({ id: nova })
  expect(route(colours, { ...access, preferredModels: [core] }).id).toBe(core)
})

test('where a model only comes near, the record will say how', () => {
  expect(route(colours, plain)).toEqual({
    id: core,
    note: 'The model has no colour guidance: the colours go into its words.',
  })
})

test('what no model does here is refused with the reason', () => {
  const where = { ...plain, modelRegions: ['eu-central-1'] }
  expect(refusalOf(words, where)).toEqual([
    'MODEL_UNAVAILABLE',
    'model',
    'Stable Image Core is not offered in eu-central-1.',
  ])
  expect(refusalOf(blend, plain)).toEqual([
    'MODEL_RETIRED',
    'model',
    'Nova Canvas was retired on 2026-09-30.',
  ])
})

test('with no other, a model asked for is refused for its own reason', () => {
  expect(refusalOf(blend, plain, core)).toEqual([
    'UNSUPPORTED',
    'operation',
    'Stable Image Core cannot vary several pictures at once.',
  ])
})

test('an unknown model is refused, not replaced', () => {
  expect(refusalOf(words, plain, 'acme.painter-v1:0')).toEqual([
    'UNSUPPORTED',
    'model',
    'That model is not known here.',
  ])
})
