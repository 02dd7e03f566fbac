import * as z from 'zod'
import { CognitoError } from '../errors.ts'
import { clientOperation } from '../operation.ts'
import { endSession, isSecretOf, parseRefreshToken, sessionOf } from '../sessions.ts'

const input = z.object({ Token: z.string().min(1).max(16_384) })

export const revokeToken = clientOperation('RevokeToken', input, async (at, { Token }) => {
  const token = parseRefreshToken(Token)
  if (!token) throw new CognitoError('UnsupportedTokenTypeException', 'Unsupported token type')
  const user = at.users.findBySub(token.sub)
  const session = user && sessionOf(user, token.originJti)
  // Revoking what is not there is a success (RFC 7009), so that a retry is harmless.
  if (!session || !isSecretOf(session, token.secret, at.now())) return {}
  if (session.clientId !== at.client.id) return {}
  await at.users.update(token.sub, (current) => endSession(current, token.originJti))
  return {}
})
