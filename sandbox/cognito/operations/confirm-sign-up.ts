import * as z from 'zod'
import { withoutCode } from '../codes.ts'
import { signUpAttribute } from '../delivery.ts'
import { CognitoError, codeExpired, notAuthorized } from '../errors.ts'
import { clientOperation, codeSchema, usernameSchema } from '../operation.ts'

const input = z.object({ Username: usernameSchema, ConfirmationCode: codeSchema })

export const confirmSignUp = clientOperation('ConfirmSignUp', input, async (at, request) => {
  const user = at.users.find(request.Username)
  if (!user) {
    if (at.client.hidesUsers) throw codeExpired()
    const message = 'Username/client id combination not found.'
    throw new CognitoError('UserNotFoundException', message)
  }
  const tries = `${at.pool.id} ${user.sub}`
  at.attempts.take('code', tries)
  const nowMs = at.now()
  await at.users.update(user.sub, (current) => {
    if (current.status !== 'UNCONFIRMED') {
      throw notAuthorized(`User cannot be confirmed. Current status is ${current.status}`)
    }
    const code = { code: request.ConfirmationCode, nowMs }
    const confirmed = withoutCode(current, 'sign-up', code)
    const verified = signUpAttribute(at.pool, current.attributes)
    return {
      ...confirmed,
      status: 'CONFIRMED',
      attributes: {
        ...confirmed.attributes,
        ...(verified && { [`${verified}_verified`]: 'true' }),
      },
      modifiedAtMs: nowMs,
    }
  })
  at.attempts.settle('code', tries)
  return {}
})
