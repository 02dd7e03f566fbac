import * as z from 'zod'
import { signInAttributeOf } from '../attributes.ts'
import { describeDelivery, sendCode } from '../delivery.ts'
import { CognitoError, invalidParameter } from '../errors.ts'
import { clientOperation, usernameSchema } from '../operation.ts'

const input = z.object({ Username: usernameSchema })

export const forgotPassword = clientOperation('ForgotPassword', input, async (at, { Username }) => {
  const user = at.users.find(Username)
  const attribute = ['email', 'phone_number'].find(
    (name) => user?.attributes[`${name}_verified`] === 'true',
  )
  const address = attribute && user?.attributes[attribute]
  if (user?.enabled && attribute && address) {
    const code = { purpose: 'reset-password', attribute, address } as const
    return { CodeDeliveryDetails: await sendCode(at, user, code) }
  }
  if (at.client.hidesUsers) {
    at.attempts.take('mail', `${at.pool.id} ${user?.sub ?? Username.toLowerCase()}`)
    return {
      CodeDeliveryDetails: describeDelivery(
        signInAttributeOf(at.pool, Username) ?? 'email',
        Username,
      ),
    }
  }
  if (!user) {
    const message = 'Username/client id combination not found.'
    throw new CognitoError('UserNotFoundException', message)
  }
  throw invalidParameter(
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
  )
})
