import type { TokenVerifier } from '../cognito/token-verifier.ts'
import type { Authorizer, Caller } from '../iam/caller.ts'
import type { ApiDefinition } from './definition.ts'
import { unauthorizedRequest } from './errors.ts'
import type { Identity } from './identity.ts'

export type AuthEdges = {
  readonly tokens: TokenVerifier
  readonly authorizer: Authorizer
  readonly clock: () => number
  /** The identity pool of the deployment, for callers that it gave credentials. */
  readonly identityPoolId: string | undefined
}

/** What a request shows of its sender. Header names are in lower case. */
export type Credentials = {
  readonly headers: Readonly<Record<string, string>>
  readonly caller: Caller | undefined
}

/**
 * Finds out who asks: a signature, an API key or a user pool token, in AppSync's order.
 * @throws RequestError 401 when there is nothing, it is bad, or the API does not take it
 */
export async function authenticate(
  api: ApiDefinition,
  { headers, caller }: Credentials,
  edges: AuthEdges,
): Promise<Identity> {
  if (caller) return fromSignature(api, caller, edges)
  const key = headers['x-api-key']
  if (key !== undefined) return fromApiKey(api, key, edges.clock())
  const token = headers['authorization']?.replace(/^Bearer /, '')
  if (token) return fromToken(api, token, edges)
  throw unauthorizedRequest('Valid authorization header not provided.')
}

/** Every request of the sandbox comes from the machine itself. */
const sourceIp = ['127.0.0.1']

function fromSignature(api: ApiDefinition, caller: Caller, edges: AuthEdges): Identity {
  if (!api.modes.has('AWS_IAM')) throw unauthorizedRequest('Permission denied')
  return {
    mode: 'AWS_IAM',
    shown: {
      accountId: caller.accountId,
      userArn: caller.arn,
      username: caller.userId,
      sourceIp,
      ...cognitoIdentity(caller, edges.identityPoolId),
    },
    groups: [],
    expiresAtMs: caller.expiresAtMs,
    mayCall: (typeName, fieldName) =>
      edges.authorizer.authorize({
        caller,
        action: 'appsync:GraphQL',
        resource: `${api.arn}/types/${typeName}/fields/${fieldName}`,
      }).allowed,
  }
}

/**
 * Sessions that an identity pool opened carry this name in AWS. Templates tell people from
 * functions by these members, so they must never be missing for a person.
 */
function cognitoIdentity(caller: Caller, poolId: string | undefined): Record<string, unknown> {
  const isPerson = caller.arn.endsWith('/CognitoIdentityCredentials')
  const { id = caller.userId, isGuest = false } = caller.cognitoIdentity ?? {}
  return {
    cognitoIdentityPoolId: isPerson ? (poolId ?? 'unknown') : null,
    cognitoIdentityId: isPerson ? id : null,
    cognitoIdentityAuthType: isPerson ? (isGuest ? 'unauthenticated' : 'authenticated') : null,
    cognitoIdentityAuthProvider: null,
  }
}

function fromApiKey(api: ApiDefinition, key: string, nowMs: number): Identity {
  const known = api.modes.has('API_KEY') ? api.apiKeys.find((each) => each.key === key) : undefined
  if (!known || (known.expiresAtMs !== undefined && known.expiresAtMs <= nowMs)) {
    throw unauthorizedRequest('You are not authorized to make this call.')
  }
  return {
    mode: 'API_KEY',
    shown: null,
    groups: [],
    expiresAtMs: known.expiresAtMs,
    mayCall: () => true,
  }
}

async function fromToken(api: ApiDefinition, token: string, edges: AuthEdges): Promise<Identity> {
  const settings = api.modes.get('AMAZON_COGNITO_USER_POOLS')
  if (settings?.userPoolId === undefined) {
    throw unauthorizedRequest('Valid authorization header not provided.')
  }
  let claims: Readonly<Record<string, unknown>>
  try {
    claims = await edges.tokens.verifySignature(token, settings.userPoolId)
  } catch (error) {
    throw unauthorizedRequest(
      error instanceof Error ? error.message : 'Unable to verify the token.',
    )
  }
  const client = [claims['client_id'], claims['aud']].find((each) => typeof each === 'string') ?? ''
  if (settings.clientPattern !== undefined && !new RegExp(settings.clientPattern).test(client)) {
    throw unauthorizedRequest('The client of the token is not authorized.')
  }
  return identityOfClaims(claims)
}

function identityOfClaims(claims: Readonly<Record<string, unknown>>): Identity {
  const listed = claims['cognito:groups']
  const groups = Array.isArray(listed) ? listed.map(String) : []
  return {
    mode: 'AMAZON_COGNITO_USER_POOLS',
    shown: {
      sub: claims['sub'],
      issuer: claims['iss'],
      username: claims['cognito:username'] ?? claims['username'],
      claims,
      sourceIp,
      groups: groups.length > 0 ? groups : null,
      defaultAuthStrategy: 'ALLOW',
    },
    groups,
    expiresAtMs: typeof claims['exp'] === 'number' ? claims['exp'] * 1000 : undefined,
    mayCall: () => true,
  }
}
