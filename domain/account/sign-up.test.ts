import { expect, test } from 'vitest'
import { maySignUp, readSignUpRule } from './sign-up.ts'

test.each([
  [['closed'], { kind: 'CLOSED' }],
  [['Everyone'], { kind: 'EVERYONE' }],
  [['approval'], { kind: 'APPROVAL' }],
  [
    ['Ann@Example.com', ' @example.org '],
    { kind: 'LISTED', entries: ['ann@example.com', '@example.org'] },
  ],
  // A word among addresses is a mistake, not a wider door.
  [['ann@example.com', 'everyone'], undefined],
  [['example.com'], undefined],
  [['@'], undefined],
  [[], undefined],
])('%j is read as %j', (values, rule) => {
  expect(readSignUpRule(values)).toEqual(rule)
})

test.each([
  ['ann@example.com', true],
  ['ANN@EXAMPLE.COM', true],
  ['bob@example.com', false],
  ['bob@example.org', true],
  ['bob@sub.example.org', false],
  ['bob@example.org.evil.com', false],
  ['bob@notexample.org', false],
  ['"@example.org"@evil.com', false],
  ['', false],
])('a list admits %s: %s', (email, isAdmitted) => {
  const rule = readSignUpRule(['ann@example.com', '@example.org'])
  expect(rule && maySignUp(rule, email)).toBe(isAdmitted)
})
