import { expect, test } from 'vitest'
import { noon } from '../../tests/builders/generation.ts'
import { toldBy } from '../../tests/told.ts'
import { assertRecentSignIn, maxSignInAgeMs } from './assert-recent-sign-in.ts'

test('a sign-in is recent for ten minutes', () => {
  expect(() => assertRecentSignIn(noon - maxSignInAgeMs, noon)).not.toThrow()
  const refusal = toldBy(() => assertRecentSignIn(noon - maxSignInAgeMs - 1, noon))
  expect(refusal?.detail).toContain('password again')
})

test('a token that does not say when is of no use', () => {
  expect(toldBy(() => assertRecentSignIn(0, noon))?.detail).toContain('password again')
})
