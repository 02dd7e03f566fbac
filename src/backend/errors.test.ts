import { expect, test } from 'vitest'
import { AppError } from '#domain/errors.ts'
import { say } from '../i18n/say.ts'
import { dataOf, toAppError } from './errors.ts'

function aNamedError(name: string, message = ''): Error {
  return Object.assign(new Error(message), { name })
}

test('an error of ours comes through with code, reason and field', () => {
  const reason = { key: 'outOfRange', min: 1, max: 5 }
  const wire = { code: 'INVALID_REQUEST', reason, field: 'count' }
  const { code, reason: read, field } = toAppError({ errors: [{ message: JSON.stringify(wire) }] })
  expect({ code, reason: read, field }).toEqual(wire)
})

test.each([
  ['an unknown key', { key: 'fromTheFuture' }],
  ['a known key with other parameters', { key: 'outOfRange', least: 1 }],
  ['nothing', undefined],
])('%s as the reason keeps code and field', (_name, given) => {
  const message = JSON.stringify({ code: 'CONFLICT', reason: given, field: 'id' })
  const { code, reason, field } = toAppError({ message })
  expect({ code, reason, field }).toEqual({
    code: 'CONFLICT',
    reason: { key: 'unexplained' },
    field: 'id',
  })
})

test('a code that we do not know is INTERNAL and its text is not shown', () => {
  const error = toAppError({ message: '{"code":"WAT","detail":"stack trace"}' })
  expect([error.code, say(error.reason).includes('stack')]).toEqual(['INTERNAL', false])
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
  const error = new AppError('THROTTLED', { key: 'modelBusy' })
  expect(toAppError(error)).toBe(error)
})

test('an error that wraps itself ends', () => {
  const loop: { cause?: unknown } = {}
  loop.cause = loop
  expect(toAppError(loop).code).toBe('INTERNAL')
})

test('an answer with errors throws even when it carries data too', () => {
  const answer = { data: [], errors: [{ message: '{"code":"FORBIDDEN","detail":"No."}' }] }
  expect(() => dataOf(answer)).toThrow('FORBIDDEN')
})
