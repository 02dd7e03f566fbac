import { decodeJwt } from 'jose'
import * as z from 'zod'
import type { ServiceRequest } from '../gateway/service.ts'
import type { OpenPool, UserPoolEdges } from './edges.ts'
import { CognitoError, invalidParameter, notAuthorized } from './errors.ts'
import type { PoolClient } from './pool.ts'
import { TokenError, type TokenFault } from './tokens.ts'
import type { User } from './user.ts'
import { verifyToken } from './verify-token.ts'

/** One operation of the API, ready to be listed in the table. */
export type Operation = {
  readonly name: string
  run(edges: UserPoolEdges, request: ServiceRequest, body: unknown): Promise<object>
}

export type PoolContext = UserPoolEdges & OpenPool
export type ClientContext = PoolContext & { readonly client: PoolClient }
export type TokenContext = ClientContext & { readonly user: User }

/** Limits of the API's common fields. */
export const usernameSchema = z.string().min(1).max(128)
export const passwordSchema = z.string().min(1).max(256)
export const codeSchema = z.string().min(1).max(2_048)
export const attributesSchema = z
  .array(z.object({ Name: z.string().min(1).max(32), Value: z.string().optional() }))
  .max(100)

/** An operation of an app client: names a `ClientId`, needs no signature. */
export function clientOperation<I>(
  name: string,
  input: z.ZodType<I>,
  run: (context: ClientContext, input: I) => Promise<object>,
): Operation {
  return {
    name,
    run: async (edges, _request, body) => {
      const { ClientId } = parse(z.object({ ClientId: z.string().min(1).max(128) }), body)
      return await run({ ...edges, ...findClient(edges, ClientId) }, parse(input, body))
    },
  }
}

/** An operation of a signed-in user: carries an `AccessToken`, needs no signature. */
export function tokenOperation<I>(
  name: string,
  input: z.ZodType<I>,
  run: (context: TokenContext, input: I) => Promise<object>,
): Operation {
  return {
    name,
    run: async (edges, _request, body) => {
      const { AccessToken } = parse(z.object({ AccessToken: z.string().min(1) }), body)
      return await run(await readAccessToken(edges, AccessToken), parse(input, body))
    },
  }
}

/** An administrator's operation: signed, and allowed `cognito-idp:{name}` on the pool's ARN. */
export function adminOperation<I>(
  name: string,
  input: z.ZodType<I>,
  run: (context: PoolContext, input: I) => Promise<object>,
): Operation {
  return {
    name,
    run: async (edges, request, body) => {
      const { UserPoolId } = parse(z.object({ UserPoolId: z.string().min(1).max(55) }), body)
      if (!request.caller) {
        const message = 'Missing Authentication Token'
        throw new CognitoError('MissingAuthenticationTokenException', message)
      }
      const decision = edges.authorizer.authorize({
        caller: request.caller,
        action: `cognito-idp:${name}`,
        resource: edges.arnPrefix + UserPoolId,
      })
      if (!decision.allowed) throw new CognitoError('AccessDeniedException', decision.message)
      return await run({ ...edges, ...findPool(edges, UserPoolId) }, parse(input, body))
    },
  }
}

function findPool(edges: UserPoolEdges, id: string): OpenPool {
  const open = edges.pools.find(({ pool }) => pool.id === id)
  if (open) return open
  throw new CognitoError('ResourceNotFoundException', `User pool ${id} does not exist.`)
}

/** @throws CognitoError `ResourceNotFoundException` */
export function findClient(edges: UserPoolEdges, id: string): OpenPool & { client: PoolClient } {
  for (const open of edges.pools) {
    const client = open.pool.clients.find((each) => each.id === id)
    if (client) return { ...open, client }
  }
  throw new CognitoError('ResourceNotFoundException', `User pool client ${id} does not exist.`)
}

const tokenMessages: Readonly<Record<TokenFault, string>> = {
  malformed: 'Invalid Access Token',
  forged: 'Invalid Access Token',
  foreign: 'Invalid Access Token',
  expired: 'Access Token has expired',
  revoked: 'Access Token has been revoked',
}

/** Whose access token it is. @throws CognitoError `NotAuthorizedException` for one that is not good */
export async function readAccessToken(edges: UserPoolEdges, token: string): Promise<TokenContext> {
  try {
    const { iss } = decodeJwt(token)
    const open = edges.pools.find(({ pool }) => pool.issuer === iss)
    if (!open) throw new TokenError('foreign')
    const { claims, user } = await verifyToken(edges, open, token)
    const client = open.pool.clients.find(({ id }) => id === claims['client_id'])
    if (claims.token_use !== 'access' || !client) throw new TokenError('foreign')
    return { ...edges, ...open, client, user }
  } catch (error) {
    const fault = error instanceof TokenError ? error.fault : 'malformed'
    throw notAuthorized(tokenMessages[fault])
  }
}

/** Parses a body. @throws CognitoError `InvalidParameterException` in AWS's form */
export function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const field = issue?.path.join('.') ?? ''
  const place = field === '' ? 'body' : field.charAt(0).toLowerCase() + field.slice(1)
  throw invalidParameter(
    `1 validation error detected: Value at '${place}' failed to satisfy constraint: ${issue?.message ?? ''}`,
  )
}
