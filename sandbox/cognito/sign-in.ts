import { createHmac } from 'node:crypto'
import { CognitoError, invalidParameter, notAuthorized, wrongPassword } from './errors.ts'
import type { ClientContext } from './operation.ts'
import { askForSecondFactor } from './second-factor.ts'
import {
  newSecret,
  newSession,
  parseRefreshToken,
  refreshSession,
  sessionOf,
  withSession,
  writeRefreshToken,
} from './sessions.ts'
import { type Exchange, startExchange } from './srp.ts'
import { type AuthenticationResult, issueTokens } from './tokens.ts'
import { askBeforeTokens } from './triggers.ts'
import { attributeList, type User } from './user.ts'

/** Tokens, or the next question. */
export type SignInStep =
  | { readonly AuthenticationResult: AuthenticationResult; readonly ChallengeParameters: object }
  | {
      readonly ChallengeName: string
      readonly ChallengeParameters: Readonly<Record<string, string>>
      readonly Session?: string
    }

/** @returns what wrong passwords are counted by: the user, or a name that nobody has */
export function attemptName(at: ClientContext, typedName: string): string {
  const user = at.users.find(typedName)
  return `${at.pool.id} ${user?.sub ?? typedName.toLowerCase()}`
}

/**
 * Goes on after the password was right.
 * @throws CognitoError for a user who may not sign in as things are
 */
export async function continueSignIn(at: ClientContext, user: User): Promise<SignInStep> {
  if (!user.enabled) throw notAuthorized('User is disabled.')
  if (user.status === 'UNCONFIRMED') {
    throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.')
  }
  if (user.status === 'RESET_REQUIRED') {
    const message = 'Password reset required for the user'
    throw new CognitoError('PasswordResetRequiredException', message)
  }
  if (user.status === 'FORCE_CHANGE_PASSWORD') return askForNewPassword(at, user)
  return (await askForSecondFactor(at, user)) ?? (await finishSignIn(at, user))
}

/** Hands out the tokens of somebody who proved all that the pool asks for. */
export async function finishSignIn(at: ClientContext, user: User): Promise<SignInStep> {
  return { AuthenticationResult: await grantTokens(at, user), ChallengeParameters: {} }
}

/**
 * Trades a refresh token for new tokens; a new refresh token is among them where they rotate.
 * @throws CognitoError `NotAuthorizedException` or `RefreshTokenReuseException`
 */
export async function refreshTokens(
  at: ClientContext,
  refreshToken: string,
): Promise<AuthenticationResult> {
  const token = parseRefreshToken(refreshToken)
  const known = token && at.users.findBySub(token.sub)
  if (!token || !known) throw notAuthorized('Invalid Refresh Token')
  const nowMs = at.now()
  const nextSecret = newSecret()
  const user = await at.users.update(known.sub, (current) =>
    refreshSession(current, token, { client: at.client, nowMs, nextSecret }),
  )
  const session = sessionOf(user, token.originJti)
  if (!session || !user.enabled) throw notAuthorized('User is disabled.')
  await askBeforeTokens(at.triggers, { ...at, source: 'TokenGeneration_RefreshTokens', user })
  const rotated = writeRefreshToken({ ...token, secret: nextSecret })
  return await issueTokens(
    at.key,
    {
      ...at,
      user,
      session,
      refreshToken: at.client.rotationGraceMs === undefined ? undefined : rotated,
    },
    nowMs,
  )
}

/** Asks for the proof of a password; a name that nobody has is asked just the same. */
export function askForProof(at: ClientContext, typedName: string, srpA: string): SignInStep {
  const user = at.users.find(typedName)
  if (!user && !at.client.hidesUsers) {
    throw new CognitoError('UserNotFoundException', 'User does not exist.')
  }
  at.attempts.checkSignIn(attemptName(at, typedName))
  const stranger = pretendUser(at, typedName)
  const { salt, verifier } = user?.password ?? stranger
  const exchange: Exchange | undefined = startExchange(srpA, verifier)
  if (!exchange) throw invalidParameter('SRP_A is not valid.')
  const username = user?.username ?? stranger.username
  const secretBlock = at.challenges.open(
    {
      kind: 'PASSWORD_VERIFIER',
      clientId: at.client.id,
      // A user without a password cannot prove one: treated as a name that nobody has.
      sub: user?.password && user.sub,
      typedName,
      owner: { poolName: at.pool.name, username },
      exchange,
    },
    at.client.challengeMs,
  )
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: salt,
      SECRET_BLOCK: secretBlock,
      SRP_B: exchange.serverPublic.toString(16),
      USERNAME: username,
      USER_ID_FOR_SRP: username,
    },
  }
}

/** Counts a wrong password and says nothing else. @throws CognitoError always */
export function refusePassword(at: ClientContext, typedName: string): never {
  at.attempts.signInFailed(attemptName(at, typedName))
  throw wrongPassword()
}

async function grantTokens(at: ClientContext, user: User): Promise<AuthenticationResult> {
  await askBeforeTokens(at.triggers, { ...at, source: 'TokenGeneration_Authentication', user })
  const nowMs = at.now()
  const { session, secret } = newSession(at.client, nowMs)
  const signedIn = await at.users.update(user.sub, (current) =>
    withSession(current, session, nowMs),
  )
  const refreshToken = writeRefreshToken({ sub: user.sub, originJti: session.originJti, secret })
  return await issueTokens(at.key, { ...at, user: signedIn, session, refreshToken }, nowMs)
}

function askForNewPassword(at: ClientContext, user: User): SignInStep {
  const missing = at.pool.schema.filter((rule) => rule.isRequired && !user.attributes[rule.name])
  const attributes = attributeList(user).map(({ Name, Value }) => [Name, Value])
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: at.challenges.open(
      { kind: 'NEW_PASSWORD_REQUIRED', clientId: at.client.id, sub: user.sub },
      at.client.challengeMs,
    ),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing.map(({ name }) => `userAttributes.${name}`)),
      userAttributes: JSON.stringify(Object.fromEntries(attributes)),
    },
  }
}

/** Name, salt and verifier for a name that nobody has: the same each time, and good for nothing. */
function pretendUser(
  { key, pool }: ClientContext,
  typedName: string,
): { username: string; salt: string; verifier: string } {
  const derive = (purpose: string): string =>
    createHmac('sha256', key.secret)
      .update(`${purpose} ${pool.id} ${typedName.toLowerCase()}`)
      .digest('hex')
  const id = derive('sub')
  const uuid = [id.slice(0, 8), id.slice(8, 12), `4${id.slice(13, 16)}`, `a${id.slice(17, 20)}`]
  const username =
    pool.signInAttributes.length === 0 ? typedName : [...uuid, id.slice(20, 32)].join('-')
  return { username, salt: derive('salt').slice(0, 32), verifier: derive('verifier') }
}
