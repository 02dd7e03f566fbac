import { CognitoError, notAuthorized } from '../errors.ts'
import type { TokenVerifier } from '../token-verifier.ts'
import { TokenError } from '../tokens.ts'
import type { IdentityPool } from './identity-pool.ts'

export type Claims = Readonly<Record<string, unknown>>

/** A verified ID token, by which an identity is known. */
export type Login = {
  /** `cognito-idp.{region}.amazonaws.com/{user pool id}` */
  readonly provider: string
  readonly clientId: string
  readonly sub: string
  readonly claims: Claims
}

/**
 * Verifies `Logins`: provider name → ID token.
 * @returns `undefined` when there are none: a guest
 * @throws CognitoError `NotAuthorizedException` with AWS's reason
 */
export async function verifyLogin(
  pool: IdentityPool,
  logins: Readonly<Record<string, string>>,
  tokens: TokenVerifier,
): Promise<Login | undefined> {
  const [entry, another] = Object.entries(logins)
  if (!entry) return undefined
  if (another) throw notAuthorized('Please provide exactly one login.')
  const [provider, token] = entry
  const named = pool.providers.filter(({ name }) => name === provider)
  if (named.length === 0) {
    throw notAuthorized('Token is not from a supported provider of this identity pool.')
  }
  const claims = await readClaims(provider, token, {
    tokens,
    checksTokens: named.some(({ checksTokens }) => checksTokens),
  })
  const { aud: clientId, sub } = claims
  if (claims['token_use'] !== 'id' || typeof clientId !== 'string' || typeof sub !== 'string') {
    throw notAuthorized('Invalid login token. Missing a required claim: aud')
  }
  if (!pool.providers.some((each) => each.name === provider && each.clientId === clientId)) {
    throw notAuthorized('Invalid login token. Incorrect token audience.')
  }
  return { provider, clientId, sub, claims }
}

async function readClaims(
  provider: string,
  token: string,
  { tokens, checksTokens }: { tokens: TokenVerifier; checksTokens: boolean },
): Promise<Claims> {
  const poolId = provider.slice(provider.indexOf('/') + 1)
  try {
    return await (checksTokens
      ? tokens.verify(token, poolId)
      : tokens.verifySignature(token, poolId))
  } catch (error) {
    const fault = error instanceof TokenError ? error.fault : 'malformed'
    if (fault === 'foreign') {
      throw notAuthorized("Invalid login token. Issuer doesn't match providerName")
    }
    const reasons = {
      expired: 'Token expired.',
      forged: "Couldn't verify signed token.",
      malformed: 'Not a valid OpenId Connect identity token.',
      revoked: 'Token is revoked.',
    }
    throw new CognitoError('NotAuthorizedException', `Invalid login token. ${reasons[fault]}`)
  }
}
