import type { OpenPool, UserPoolEdges } from './edges.ts'
import { sessionOf } from './sessions.ts'
import { readToken, TokenError } from './tokens.ts'
import type { User } from './user.ts'

/**
 * Verifies an ID or access token of one pool all the way: signature, issuer, expiry and client,
 * then that its user is still there, enabled, and has not ended the sign-in it came from.
 * @throws TokenError
 */
export async function verifyToken(
  { key, now }: Pick<UserPoolEdges, 'key' | 'now'>,
  { pool, users }: OpenPool,
  token: string,
): Promise<{ claims: Awaited<ReturnType<typeof readToken>>; user: User }> {
  const claims = await readToken(key, token, { pool, nowMs: now() })
  const user = users.findBySub(claims.sub)
  if (!user?.enabled || !sessionOf(user, claims.origin_jti)) throw new TokenError('revoked')
  return { claims, user }
}
