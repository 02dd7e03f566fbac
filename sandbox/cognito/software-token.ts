// The authenticator app of a user. Pure: each function takes a user and says something or gives the next.
import { CognitoError, invalidParameter } from './errors.ts'
import type { PoolContext } from './operation.ts'
import { newTotpSecret, stepOfCode } from './totp.ts'
import type { User } from './user.ts'

/** @throws CognitoError `SoftwareTokenMFANotFoundException` where the pool has no such factor */
export function checkHasTokens({ pool }: Pick<PoolContext, 'pool'>): void {
  if (pool.mfa.mode !== 'OFF' && pool.mfa.hasSoftwareTokens) return
  const message = 'Software Token MFA has not been enabled by the userPool.'
  throw new CognitoError('SoftwareTokenMFANotFoundException', message)
}

/** @returns the user with a new secret, which counts once a code of it was seen */
export function withNewSecret(user: User): User & { pendingSecret: string } {
  return { ...user, pendingSecret: newTotpSecret() }
}

/**
 * Takes the new secret in place of the one before.
 * @throws CognitoError `EnableSoftwareTokenMFAException` for a code that is not of it
 */
export function withVerifiedSecret(
  { pendingSecret: secret, ...user }: User,
  of: { code: string; deviceName: string | undefined; nowMs: number },
): User {
  if (secret === undefined) throw invalidParameter('There is no software token to verify.')
  const usedStep = stepOfCode(secret, of.code, of.nowMs)
  if (usedStep === undefined) {
    throw new CognitoError('EnableSoftwareTokenMFAException', 'Code mismatch')
  }
  const { isEnabled = false, isPreferred = false } = user.softwareToken ?? {}
  const softwareToken = { secret, usedStep, isEnabled, isPreferred, deviceName: of.deviceName }
  return { ...user, softwareToken, modifiedAtMs: of.nowMs }
}

/**
 * Uses up a code.
 * @throws CognitoError `CodeMismatchException`, or `ExpiredCodeException` for one used before
 */
export function withUsedCode(user: User, code: string, nowMs: number): User {
  const token = user.softwareToken
  const step = token && stepOfCode(token.secret, code, nowMs)
  if (!token || step === undefined) {
    throw new CognitoError('CodeMismatchException', 'Invalid code received for user')
  }
  if (step <= token.usedStep) {
    const message = 'Your software token has already been used once.'
    throw new CognitoError('ExpiredCodeException', message)
  }
  return { ...user, softwareToken: { ...token, usedStep: step } }
}
