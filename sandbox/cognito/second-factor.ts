// Which second factor a sign-in is asked for.
import { type CodeDelivery, sendCode } from './delivery.ts'
import { invalidParameter } from './errors.ts'
import type { ClientContext, PoolContext } from './operation.ts'
import { factors } from './pool.ts'
import type { User } from './user.ts'

/** A second factor that the sandbox has. */
export type Factor = (typeof factors)[number]

/** A question for the second factor, for a choice among several, or for one to be set up. */
type MfaChallenge = {
  readonly ChallengeName: Factor | 'SELECT_MFA_TYPE' | 'MFA_SETUP'
  readonly Session: string
  readonly ChallengeParameters: Readonly<Record<string, string>>
}

/**
 * Asks for what is needed beyond the password; a code by e-mail is on its way then.
 * @returns `undefined` when nothing is
 * @throws CognitoError where the pool asks for a factor that the sandbox does not have
 */
export async function askForSecondFactor(
  at: ClientContext,
  user: User,
): Promise<MfaChallenge | undefined> {
  const { mode, hasSoftwareTokens } = at.pool.mfa
  if (mode === 'OFF') return undefined
  const usable = usableFactors(at, user)
  const [only, another] = usable
  const preferred = usable.find((factor) => factor === preferredFactor(user))
  const factor = preferred ?? (another === undefined ? only : undefined)
  if (factor) return await askForFactor(at, user, factor)
  if (only) return askToChoose(at, user, usable)
  if (mode === 'OPTIONAL') return undefined
  if (hasSoftwareTokens) return askToSetUp(at, user)
  throw invalidParameter('The sandbox has no multi-factor sign-in by SMS, or without an address.')
}

/** Asks for one factor, the user's own choice for instance. */
export async function askForFactor(
  at: ClientContext,
  user: User,
  factor: Factor,
): Promise<MfaChallenge> {
  const name = user.softwareToken?.deviceName
  const parameters =
    factor === 'EMAIL_OTP'
      ? describeSent(await mailSignInCode(at, user))
      : { ...(name && { FRIENDLY_DEVICE_NAME: name }) }
  const challenge = { kind: factor, clientId: at.client.id, sub: user.sub } as const
  return {
    ChallengeName: factor,
    Session: at.challenges.open(challenge, at.client.challengeMs),
    ChallengeParameters: { USER_ID_FOR_SRP: user.username, ...parameters },
  }
}

/** The factors that a user can be asked for; where the pool requires one, a set-up one counts. */
export function usableFactors({ pool }: Pick<PoolContext, 'pool'>, user: User): Factor[] {
  const { mode, hasSoftwareTokens, hasEmail } = pool.mfa
  const isRequired = mode === 'ON'
  const token = hasSoftwareTokens ? user.softwareToken : undefined
  const hasToken = token !== undefined && (token.isEnabled || isRequired)
  const mayMail = hasEmail && verifiedEmail(user) !== undefined
  // An address needs no setting up: required, it is the factor of whoever has no other.
  const isByDefault = isRequired && !hasToken
  const hasMail = mayMail && (user.emailFactor?.isEnabled === true || isByDefault)
  return [
    ...(hasToken ? (['SOFTWARE_TOKEN_MFA'] as const) : []),
    ...(hasMail ? (['EMAIL_OTP'] as const) : []),
  ]
}

/** @returns the address to which a code may be mailed */
export function verifiedEmail({ attributes }: User): string | undefined {
  return attributes['email_verified'] === 'true' ? attributes['email'] : undefined
}

/** @returns the members of `GetUser` and `AdminGetUser` that tell of second factors */
export function describeMfa(user: User): {
  UserMFASettingList?: string[]
  PreferredMfaSetting?: string
} {
  const enabled = factors.filter((factor) => settingOf(user, factor)?.isEnabled)
  const preferred = preferredFactor(user)
  return {
    ...(enabled.length > 0 && { UserMFASettingList: enabled }),
    ...(preferred && { PreferredMfaSetting: preferred }),
  }
}

function preferredFactor(user: User): Factor | undefined {
  return factors.find((factor) => {
    const setting = settingOf(user, factor)
    return setting?.isEnabled && setting.isPreferred
  })
}

function settingOf(user: User, factor: Factor) {
  return factor === 'EMAIL_OTP' ? user.emailFactor : user.softwareToken
}

async function mailSignInCode(at: ClientContext, user: User): Promise<CodeDelivery> {
  const address = verifiedEmail(user)
  if (address === undefined) throw invalidParameter('The user has no verified e-mail address.')
  return await sendCode(at, user, { purpose: 'sign-in', attribute: 'email', address })
}

function describeSent({ DeliveryMedium, Destination }: CodeDelivery): Record<string, string> {
  return { CODE_DELIVERY_DELIVERY_MEDIUM: DeliveryMedium, CODE_DELIVERY_DESTINATION: Destination }
}

function askToChoose(at: ClientContext, user: User, usable: readonly Factor[]): MfaChallenge {
  const challenge = { kind: 'SELECT_MFA_TYPE', clientId: at.client.id, sub: user.sub } as const
  return {
    ChallengeName: 'SELECT_MFA_TYPE',
    Session: at.challenges.open(challenge, at.client.challengeMs),
    ChallengeParameters: {
      MFAS_CAN_CHOOSE: JSON.stringify(usable),
      USER_ID_FOR_SRP: user.username,
    },
  }
}

function askToSetUp(at: ClientContext, user: User): MfaChallenge {
  const challenge = { clientId: at.client.id, sub: user.sub, isVerified: false }
  return {
    ChallengeName: 'MFA_SETUP',
    Session: at.challenges.open({ ...challenge, kind: 'MFA_SETUP' }, at.client.challengeMs),
    ChallengeParameters: {
      MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]',
      USER_ID_FOR_SRP: user.username,
    },
  }
}
