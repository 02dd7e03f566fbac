// The second factor of a user. Pure: each function takes a user and says something or gives the next.
import { CognitoError, invalidParameter } from './errors.ts'
import type { ClientContext, PoolContext } from './operation.ts'
import { newTotpSecret, stepOfCode } from './totp.ts'
import type { User } from './user.ts'

/** A question for the second factor, or for one to be set up. */
type MfaChallenge = {
  readonly ChallengeName: 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP'
  readonly Session: string
  readonly ChallengeParameters: Readonly<Record<string, string>>
}

/**
 * Asks for what is needed beyond the password.
 * @returns `undefined` when nothing is
 * @throws CognitoError where the pool asks for a factor that the sandbox does not have
 */
export function askForSecondFactor(at: ClientContext, user: User): MfaChallenge | undefined {
  const { mfa } = at.pool
  if (mfa.mode === 'OFF') return undefined
  if (mfa.hasSoftwareTokens && user.softwareToken) {
    if (mfa.mode === 'OPTIONAL' && !user.softwareToken.isEnabled) return undefined
    return open(at, user, 'SOFTWARE_TOKEN_MFA')
  }
  if (mfa.mode === 'OPTIONAL') return undefined
  if (mfa.hasSoftwareTokens) return open(at, user, 'MFA_SETUP')
  throw invalidParameter('The sandbox has no multi-factor sign-in by SMS or e-mail.')
}

function open(at: ClientContext, user: User, kind: MfaChallenge['ChallengeName']): MfaChallenge {
  const common = { clientId: at.client.id, sub: user.sub }
  const name = user.softwareToken?.deviceName
  return {
    ChallengeName: kind,
    Session: at.challenges.open(
      kind === 'MFA_SETUP' ? { ...common, kind, isVerified: false } : { ...common, kind },
      at.client.challengeMs,
    ),
    ChallengeParameters:
      kind === 'MFA_SETUP'
        ? { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]', USER_ID_FOR_SRP: user.username }
        : { USER_ID_FOR_SRP: user.username, ...(name && { FRIENDLY_DEVICE_NAME: name }) },
  }
}

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

/** @returns the members of `GetUser` and `AdminGetUser` that tell of second factors */
export function describeMfa({ softwareToken: token }: User): {
  UserMFASettingList?: string[]
  PreferredMfaSetting?: string
} {
  if (!token?.isEnabled) return {}
  return {
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    ...(token.isPreferred && { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' }),
  }
}
