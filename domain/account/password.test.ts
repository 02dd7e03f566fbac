import { expect, test } from 'vitest'
import { isCommonPassword } from './password.ts'

test.each([
  'Password123!',
  'P@ssw0rd2026!',
  'passwordpassword',
  'Qwertyuiop12!',
  'Welcome-2026!',
  'LetMeIn!!!123',
  'Admin1234567!',
  'aaaaaaaaaaaA1!',
  '123456789012',
  'Repaint-12345',
])('%s is common', (password) => expect(isCommonPassword(password)).toBe(true))

test.each(['Correct-horse-7', 'Repaint-demo-1', 'blue-kettle-Sings9', 'Ünlü-Şarkı-2026!'])(
  '%s is not',
  (password) => expect(isCommonPassword(password)).toBe(false),
)
