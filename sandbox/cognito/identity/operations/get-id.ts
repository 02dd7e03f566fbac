import * as z from 'zod'
import { notAuthorized } from '../../errors.ts'
import { verifyLogin } from '../login.ts'
import { findIdentityPool, identityOperation, loginsSchema } from '../operation.ts'

const input = z.object({ IdentityPoolId: z.string().min(1).max(55), Logins: loginsSchema })

export const getId = identityOperation('GetId', input, async (edges, request) => {
  const pool = findIdentityPool(edges, request.IdentityPoolId)
  const login = await verifyLogin(pool, request.Logins, edges.tokens)
  if (!login && !pool.allowsGuests) {
    throw notAuthorized('Unauthenticated access is not supported for this identity pool.')
  }
  const identity = await edges.identities.obtain(pool.id, login)
  return { IdentityId: identity.id }
})
