import { CognitoError, invalidParameter } from './errors.ts'
import type { PasswordPolicy } from './pool.ts'

/** API_SignUp: the longest password that Cognito takes. */
const MAX_PASSWORD_LENGTH = 256

/** Checks a new password. @throws CognitoError `InvalidPasswordException` with AWS's reason */
export function checkPassword(policy: PasswordPolicy, password: string): void {
  if (password.length > MAX_PASSWORD_LENGTH || !/^\S+.*\S+$/s.test(password)) {
    throw invalidParameter(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: ^[\\S]+.*[\\S]+$',
    )
  }
  const reason = brokenRule(policy, password)
  if (reason !== undefined) {
    const message = `Password did not conform with policy: ${reason}`
    throw new CognitoError('InvalidPasswordException', message)
  }
}

function brokenRule(policy: PasswordPolicy, password: string): string | undefined {
  if (password.length < policy.minimumLength) return 'Password not long enough'
  if (policy.uppercase && !/[A-Z]/.test(password)) return 'Password must have uppercase characters'
  if (policy.lowercase && !/[a-z]/.test(password)) return 'Password must have lowercase characters'
  if (policy.numbers && !/[0-9]/.test(password)) return 'Password must have numeric characters'
  // Cognito's list of symbols; an inner space counts as one.
  if (policy.symbols && !/[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/.test(password)) {
    return 'Password must have symbol characters'
  }
  return undefined
}
