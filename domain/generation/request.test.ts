import { expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import { parseGenerationRequest } from './request.ts'

const pictureId = '5b2c6d1e-0f4a-5c8e-9a35-7d1f0e6b9c42'
const masked = { pictureId, maskKey: `masks/${pictureId}/${'a'.repeat(64)}.png`, count: 1 }

/** The code and field of the error that a request gives. */
function faultOf(request: unknown): { code: string; field: string | undefined } | undefined {
  try {
    parseGenerationRequest(request)
    return undefined
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { code: error.code, field: error.field }
  }
}

test('a request as GraphQL sends it, with nulls for what was left out, is understood', () => {
  const request = { operation: 'INPAINT', ...masked, prompt: ' a tree ', seed: null, quality: null }
  expect(parseGenerationRequest(request)).toEqual({
    operation: 'INPAINT',
    ...masked,
    prompt: 'a tree',
    quality: 'STANDARD',
  })
})

test.each([
  ['an unknown operation', { operation: 'DANCE', count: 1 }, 'UNSUPPORTED', 'operation'],
  [
    'an empty prompt',
    { operation: 'INPAINT', ...masked, prompt: '  ' },
    'INVALID_REQUEST',
    'prompt',
  ],
  ['no prompt', { operation: 'TEXT_TO_IMAGE', count: 1 }, 'INVALID_REQUEST', 'prompt'],
  [
    'a control character',
    { operation: 'INPAINT', ...masked, prompt: 'a\u0007b' },
    'INVALID_REQUEST',
    'prompt',
  ],
  ['no image', { operation: 'ERASE', ...masked, count: 0 }, 'INVALID_REQUEST', 'count'],
  ['half an image', { operation: 'ERASE', ...masked, count: 1.5 }, 'INVALID_REQUEST', 'count'],
  ['a negative seed', { operation: 'ERASE', ...masked, seed: -1 }, 'INVALID_REQUEST', 'seed'],
  ['no mask', { operation: 'ERASE', pictureId, count: 1 }, 'INVALID_REQUEST', 'maskKey'],
  [
    'a prompt for an erase',
    { operation: 'ERASE', ...masked, prompt: 'x' },
    'INVALID_REQUEST',
    undefined,
  ],
  ['no object', 'INPAINT', 'INVALID_REQUEST', 'operation'],
])('%s is refused by name', (_, request, code, field) => {
  expect(faultOf(request)).toEqual({ code, field })
})
