import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesPattern, substitute } from './patterns.ts'

test.each([
  ['s3:GetObject', 's3:Get*', true],
  ['s3:GetObject', 's3:GetObject?', false],
  ['arn:aws:s3:::b/a/b/c', 'arn:aws:s3:::b/a/*', true],
  ['abcabd', '*abd', true],
  ['', '*', true],
  ['a', '', false],
])('%s against %s: %s', (text, pattern, matches) => {
  expect(matchesPattern(text, pattern)).toBe(matches)
})

test('a pattern agrees with the regular expression that it stands for', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 })
  const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 })
  fc.assert(
    fc.property(letters, patterns, (text, pattern) => {
      const regex = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`)
      expect(matchesPattern(text, pattern)).toBe(regex.test(text))
    }),
  )
})

test('a variable without a value, or with a wildcard in it, matches nothing', () => {
  const pattern = 'originals/${aws:PrincipalTag/sub}/*'
  expect(substitute(pattern, { 'aws:PrincipalTag/sub': 'ada' })).toBe('originals/ada/*')
  expect(matchesPattern('originals/bob/x', substitute(pattern, {}))).toBe(false)
  const spoofed = substitute(pattern, { 'aws:PrincipalTag/sub': '*' })
  expect(matchesPattern('originals/bob/x', spoofed)).toBe(false)
})
