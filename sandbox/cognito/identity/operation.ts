import * as z from 'zod'
import type { Authorizer, CredentialIssuer } from '../../iam/caller.ts'
import type { Roles } from '../../iam/roles.ts'
import { CognitoError } from '../errors.ts'
import { parse } from '../operation.ts'
import type { TokenVerifier } from '../token-verifier.ts'
import type { IdentityPool } from './identity-pool.ts'
import type { IdentityStore } from './identity-store.ts'

/** What every operation of an identity pool works with. */
export type IdentityEdges = {
  readonly pools: readonly IdentityPool[]
  readonly identities: IdentityStore
  readonly tokens: TokenVerifier
  readonly credentials: CredentialIssuer
  readonly authorizer: Authorizer
  readonly roles: Roles
}

/** One operation of the API, ready to be listed in the table. */
export type IdentityOperation = {
  readonly name: string
  run(edges: IdentityEdges, body: unknown): Promise<object>
}

/** `Logins`: provider name → token. */
export const loginsSchema = z.record(z.string().max(128), z.string().max(50_000)).default({})

/** An operation that needs no signature: tokens in the body say who asks. */
export function identityOperation<I>(
  name: string,
  input: z.ZodType<I>,
  run: (edges: IdentityEdges, input: I) => Promise<object>,
): IdentityOperation {
  return { name, run: async (edges, body) => await run(edges, parse(input, body)) }
}

/** @throws CognitoError `ResourceNotFoundException` */
export function findIdentityPool(edges: IdentityEdges, id: string): IdentityPool {
  const pool = edges.pools.find((each) => each.id === id)
  if (pool) return pool
  throw new CognitoError('ResourceNotFoundException', `IdentityPool '${id}' not found.`)
}
