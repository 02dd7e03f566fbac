import { expect, test } from 'vitest'
import { AppError } from '#domain/errors.ts'
import { dataOf, toAppError } from './errors.ts'

function aNamedError(name: string, message = ''): Error {
  return Object.assign(new Error(message), { name })
}

test('an error of ours comes through with code, sentence and field', () => {
  const wire = { code: 'INVALID_REQUEST', detail: 'Too many images.', field: 'count' }
  const { code, detail, field } = toAppError({ errors: [{ message: JSON.stringify(wire) }] })
  expect({ code, detail, field }).toEqual(wire)
})

test('a code that we do not know is INTERNAL and its text is not shown', () => {
  const error = toAppError({ message: '{"code":"WAT","detail":"stack trace"}' })
  expect([error.code, error.detail.includes('stack')]).toEqual(['INTERNAL', false])
})

test.each([
  ['a failed fetch', new TypeError('Failed to fetch')],
  ['what Amplify wraps it in', { errors: [{ originalError: aNamedError('NetworkError') }] }],
])('%s is OFFLINE', (_name, thrown) => {
  expect(toAppError(thrown).code).toBe('OFFLINE')
})

test('a mistake of our own that is a TypeError is not taken for a lost network', () => {
  expect(toAppError(new TypeError('x is not a function')).code).toBe('INTERNAL')
})

test.each([
  ['no session', aNamedError('UserUnAuthenticatedException')],
  ['a refused token', { errors: [{ errorType: 'UnauthorizedException', message: 'Token' }] }],
])('%s is UNAUTHENTICATED', (_name, thrown) => {
  expect(toAppError(thrown).code).toBe('UNAUTHENTICATED')
})

test('an AppError stays the very same', () => {
  const error = new AppError('THROTTLED', 'Busy.')
  expect(toAppError(error)).toBe(error)
})

test('an error that wraps itself ends', () => {
  const loop: { cause?: unknown } = {}
  loop.cause = loop
  expect(toAppError(loop).code).toBe('INTERNAL')
})

test('an answer with errors throws even when it carries data too', () => {
  const answer = { data: [], errors: [{ message: '{"code":"FORBIDDEN","detail":"No."}' }] }
  expect(() => dataOf(answer)).toThrow('FORBIDDEN: No.')
})
