import { expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import { routeModel } from './route.ts'
import { titanImageGeneratorV2 as titan } from './titan.ts'

/** Titan ends on 2026-06-30: the last day before it, and that day itself. */
const before = { region: 'us-east-1', allowedRetired: [], today: '2026-06-29' }
const after = { ...before, today: '2026-06-30' }

function refusalOf(...given: Parameters<typeof routeModel>): unknown {
  try {
    return routeModel(...given)
  } catch (error) {
    return error instanceof AppError ? { code: error.code, field: error.field } : error
  }
}

test('with no model asked for, one that can is taken', () => {
  expect(routeModel(undefined, 'ERASE', before)).toEqual({ model: titan })
})

test('the model asked for is taken when it can', () => {
  expect(routeModel(titan.id, 'INPAINT', before)).toEqual({ model: titan })
})

test('from its end of life on, a model is retired, asked for or not', () => {
  const retired = { code: 'MODEL_RETIRED', field: 'model' }
  expect(refusalOf(titan.id, 'TEXT_TO_IMAGE', after)).toEqual(retired)
  expect(refusalOf(undefined, 'TEXT_TO_IMAGE', after)).toEqual(retired)
})

test('a deployment that may still call a retired model does', () => {
  const access = { ...after, allowedRetired: [titan.id] }
  expect(routeModel(undefined, 'ERASE', access)).toEqual({ model: titan })
})

test('a model that is not offered in the Region is unavailable', () => {
  const unavailable = { code: 'MODEL_UNAVAILABLE', field: 'model' }
  const access = { ...before, region: 'eu-central-1' }
  expect(refusalOf(undefined, 'ERASE', access)).toEqual(unavailable)
})

test('an unknown model is refused, not replaced', () => {
  const unknown = { code: 'UNSUPPORTED', field: 'model' }
  expect(refusalOf('acme.painter-v1:0', 'ERASE', before)).toEqual(unknown)
})
