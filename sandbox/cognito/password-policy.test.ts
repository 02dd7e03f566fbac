import { expect, test } from 'vitest'
import { checkPassword } from './password-policy.ts'

const policy = { minimumLength: 8, lowercase: true, numbers: true, symbols: true, uppercase: true }

test.each([
  ['Sh0rt!', 'Password not long enough'],
  ['lowercase-1', 'Password must have uppercase characters'],
  ['UPPERCASE-1', 'Password must have lowercase characters'],
  ['No-Numbers', 'Password must have numeric characters'],
  ['NoSymbols1', 'Password must have symbol characters'],
])('%s is refused: %s', (password, reason) => {
  expect(() => checkPassword(policy, password)).toThrow(
    `Password did not conform with policy: ${reason}`,
  )
})

test.each([' Leading-1', 'Trailing-1 ', `${'Aa1!'.repeat(64)}x`])(
  '%j is no password',
  (password) => {
    expect(() => checkPassword(policy, password)).toThrow("Value at 'password' failed")
  },
)

test.each(['Correct-Horse-1', 'Inner Space 1'])('%s is accepted', (password) => {
  expect(() => checkPassword(policy, password)).not.toThrow()
})
