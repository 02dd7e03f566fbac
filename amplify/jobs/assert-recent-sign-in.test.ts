import { expect, test } from 'vitest'
import { noon } from '../../tests/builders/generation.ts'
import { assertRecentSignIn, maxSignInAgeMs } from './assert-recent-sign-in.ts'

test('a sign-in is recent for ten minutes', () => {
  expect(() => assertRecentSignIn(noon - maxSignInAgeMs, noon)).not.toThrow()
  expect(() => assertRecentSignIn(noon - maxSignInAgeMs - 1, noon)).toThrow('password again')
})

test('a token that does not say when is of no use', () => {
  expect(() => assertRecentSignIn(0, noon)).toThrow('password again')
})
