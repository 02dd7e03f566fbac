import { randomUUID } from 'node:crypto'
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { PoolClient, UserPool } from './pool.ts'
import type { SigningKey } from './signing-key.ts'
import type { Session, User } from './user.ts'

/** Why a token was refused; each caller has words of its own for it. */
export type TokenFault = 'malformed' | 'forged' | 'expired' | 'foreign' | 'revoked'

/** A token that is not good. The message is AppSync's. */
export class TokenError extends Error {
  readonly fault: TokenFault

  constructor(fault: TokenFault, cause?: unknown) {
    super(messages[fault], { cause })
    this.name = 'UnauthorizedException'
    this.fault = fault
  }
}

const messages: Readonly<Record<TokenFault, string>> = {
  malformed: 'Unable to parse JWT token.',
  forged: 'Token signature is not valid.',
  expired: 'Token has expired.',
  foreign: 'Token was not issued for this user pool.',
  revoked: 'Token has been revoked.',
}

/** Most characters of a token that are looked at. */
const MAX_TOKEN_LENGTH = 16_384

/** The wire form of a finished sign-in; `ExpiresIn` counts seconds. */
export type AuthenticationResult = {
  readonly AccessToken: string
  readonly IdToken: string
  readonly ExpiresIn: number
  readonly TokenType: 'Bearer'
  readonly RefreshToken?: string
}

/** Whose tokens, from which sign-in. */
type Grant = {
  readonly pool: UserPool
  readonly client: PoolClient
  readonly user: User
  readonly session: Session
  readonly refreshToken?: string | undefined
}

/** Signs an ID and an access token with the claims that Cognito gives them. */
export async function issueTokens(
  key: SigningKey,
  grant: Grant,
  nowMs: number,
): Promise<AuthenticationResult> {
  const { client } = grant
  const sign = (claims: JWTPayload, lifetimeMs: number): Promise<string> =>
    new SignJWT({ ...sharedClaims(grant), ...claims })
      .setProtectedHeader({ kid: key.id, alg: 'RS256' })
      .setIssuedAt(seconds(nowMs))
      .setExpirationTime(seconds(nowMs + lifetimeMs))
      .setJti(randomUUID())
      .sign(key.privateKey)
  return {
    AccessToken: await sign(accessClaims(grant), client.accessTokenMs),
    IdToken: await sign(idClaims(grant), client.idTokenMs),
    ExpiresIn: seconds(client.accessTokenMs),
    TokenType: 'Bearer',
    ...(grant.refreshToken === undefined ? {} : { RefreshToken: grant.refreshToken }),
  }
}

/**
 * Checks what a token says of itself: signature, issuer, expiry, kind and client.
 * Whether its user and session still exist is for the caller, who has the store.
 * @throws TokenError
 */
export async function readToken(
  key: SigningKey,
  token: string,
  { pool, nowMs }: { pool: UserPool; nowMs: number },
): Promise<JWTPayload & { sub: string; origin_jti: string; token_use: 'id' | 'access' }> {
  if (token.length > MAX_TOKEN_LENGTH) throw new TokenError('malformed')
  const { payload } = await jwtVerify(token, key.publicKey, {
    algorithms: ['RS256'],
    issuer: pool.issuer,
    currentDate: new Date(nowMs),
    requiredClaims: ['sub', 'exp', 'origin_jti', 'token_use'],
  }).catch((error: unknown) => {
    throw new TokenError(faultOf(error), error)
  })
  const { sub, origin_jti, token_use } = payload
  const clientId = token_use === 'id' ? payload.aud : payload['client_id']
  const isOurs = pool.clients.some(({ id }) => id === clientId)
  if (!isOurs || typeof sub !== 'string' || typeof origin_jti !== 'string') {
    throw new TokenError('foreign')
  }
  if (token_use !== 'id' && token_use !== 'access') throw new TokenError('foreign')
  return { ...payload, sub, origin_jti, token_use }
}

function faultOf(error: unknown): TokenFault {
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'forged'
  if (error instanceof errors.JOSEAlgNotAllowed) return 'forged'
  if (error instanceof errors.JWTClaimValidationFailed) return 'foreign'
  return 'malformed'
}

function sharedClaims({ pool, user, session }: Grant): JWTPayload {
  return {
    sub: user.sub,
    iss: pool.issuer,
    origin_jti: session.originJti,
    event_id: session.eventId,
    auth_time: seconds(session.authTimeMs),
    ...(user.groups.length === 0 ? {} : { 'cognito:groups': user.groups }),
  }
}

function accessClaims({ client, user }: Grant): JWTPayload {
  return {
    client_id: client.id,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    username: user.username,
  }
}

function idClaims({ pool, client, user }: Grant): JWTPayload {
  return {
    ...Object.fromEntries(Object.entries(user.attributes).map(claimOf)),
    aud: client.id,
    token_use: 'id',
    'cognito:username': user.username,
    ...roleClaims(pool, user),
  }
}

function claimOf([name, value]: [string, string]): [string, string | boolean] {
  return [name, name.endsWith('_verified') ? value === 'true' : value]
}

function roleClaims(pool: UserPool, user: User): JWTPayload {
  const groups = pool.groups
    .filter(({ name, roleArn }) => roleArn !== undefined && user.groups.includes(name))
    .sort((a, b) => a.precedence - b.precedence)
  const [first, second] = groups
  if (!first) return {}
  const roles = { 'cognito:roles': groups.map(({ roleArn }) => roleArn) }
  // Two groups of the same rank have no preferred role.
  if (second?.precedence === first.precedence) return roles
  return { ...roles, 'cognito:preferred_role': first.roleArn }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1_000)
}
