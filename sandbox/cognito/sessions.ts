// Sign-ins of one user. Pure but for random secrets: each takes a user and returns the next one.
import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { CognitoError, notAuthorized } from './errors.ts'
import type { PoolClient } from './pool.ts'
import type { Session, User } from './user.ts'

/** Sign-ins kept for a user; one more ends the oldest. */
const MAX_SESSIONS = 50
/** Replaced secrets kept for their grace period. */
const MAX_PREVIOUS = 10

/** A refresh token taken apart: `{sub}.{originJti}.{secret}`. */
export type RefreshToken = {
  readonly sub: string
  readonly originJti: string
  readonly secret: string
}

/** @returns the parts of a refresh token of ours, `undefined` for anything else */
export function parseRefreshToken(token: string): RefreshToken | undefined {
  const match = /^([0-9a-f-]{36})\.([0-9a-f-]{36})\.([\w-]{43})$/.exec(token)
  const [, sub, originJti, secret] = match ?? []
  return sub && originJti && secret ? { sub, originJti, secret } : undefined
}

/** @returns a fresh sign-in and the secret of its refresh token */
export function newSession(
  client: PoolClient,
  nowMs: number,
): { session: Session; secret: string } {
  const secret = newSecret()
  const session = {
    originJti: randomUUID(),
    eventId: randomUUID(),
    clientId: client.id,
    authTimeMs: nowMs,
    expiresAtMs: nowMs + client.refreshTokenMs,
    secretHash: hash(secret),
    previous: [],
  }
  return { session, secret }
}

/** @returns the user with `session` added, and those past their time left out */
export function withSession(user: User, session: Session, nowMs: number): User {
  const alive = user.sessions.filter(({ expiresAtMs }) => expiresAtMs > nowMs)
  return { ...user, sessions: [...alive, session].slice(-MAX_SESSIONS) }
}

/**
 * Checks a refresh token and, where the client rotates them, replaces its secret by `nextSecret`.
 * The replaced one stays good for the grace period, so that a lost answer can be asked for again.
 * @returns the user; the same object when nothing changed
 * @throws CognitoError `NotAuthorizedException` or `RefreshTokenReuseException`
 */
export function refreshSession(
  user: User,
  token: RefreshToken,
  { client, nowMs, nextSecret }: { client: PoolClient; nowMs: number; nextSecret: string },
): User {
  const session = sessionOf(user, token.originJti)
  if (!session) throw notAuthorized('Refresh Token has been revoked')
  if (session.clientId !== client.id) throw notAuthorized('Invalid Refresh Token')
  if (session.expiresAtMs <= nowMs) throw notAuthorized('Refresh Token has expired')
  const graceMs = client.rotationGraceMs
  if (!isSecretOf(session, token.secret, nowMs)) {
    if (graceMs === undefined) throw notAuthorized('Invalid Refresh Token')
    throw new CognitoError('RefreshTokenReuseException', 'Refresh Token has been revoked')
  }
  if (graceMs === undefined) return user
  const replaced = { secretHash: session.secretHash, usableUntilMs: nowMs + graceMs }
  const usable = session.previous.filter(({ usableUntilMs }) => usableUntilMs > nowMs)
  const previous = [...usable, replaced].slice(-MAX_PREVIOUS)
  const next = { ...session, secretHash: hash(nextSecret), previous }
  return { ...user, sessions: user.sessions.map((each) => (each === session ? next : each)) }
}

/** @returns the session with that id, `undefined` once it ended */
export function sessionOf(user: User, originJti: string): Session | undefined {
  return user.sessions.find((session) => session.originJti === originJti)
}

/** @returns the user without that session: its refresh token and all made from it are void */
export function endSession(user: User, originJti: string): User {
  return { ...user, sessions: user.sessions.filter((each) => each.originJti !== originJti) }
}

/** @returns whether `secret` is the session's refresh token, or was within its grace period */
export function isSecretOf(session: Session, secret: string, nowMs: number): boolean {
  const usable = session.previous.filter(({ usableUntilMs }) => usableUntilMs > nowMs)
  const hashes = [session.secretHash, ...usable.map(({ secretHash }) => secretHash)]
  return hashes.some((each) => isSame(each, hash(secret)))
}

/** @returns 256 random bits in base64url */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** @returns the refresh token as clients get it */
export function writeRefreshToken(token: RefreshToken): string {
  return `${token.sub}.${token.originJti}.${token.secret}`
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
