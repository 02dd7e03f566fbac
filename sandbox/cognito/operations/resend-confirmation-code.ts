import * as z from 'zod'
import { signInAttributeOf } from '../attributes.ts'
import { describeDelivery, sendCode, signUpAttribute } from '../delivery.ts'
import { CognitoError, invalidParameter } from '../errors.ts'
import { clientOperation, usernameSchema } from '../operation.ts'

const input = z.object({ Username: usernameSchema })

export const resendConfirmationCode = clientOperation(
  'ResendConfirmationCode',
  input,
  async (at, { Username }) => {
    const user = at.users.find(Username)
    if (!user) {
      if (!at.client.hidesUsers) {
        const message = 'Username/client id combination not found.'
        throw new CognitoError('UserNotFoundException', message)
      }
      at.attempts.take('mail', `${at.pool.id} ${Username.toLowerCase()}`)
      return {
        CodeDeliveryDetails: describeDelivery(
          signInAttributeOf(at.pool, Username) ?? 'email',
          Username,
        ),
      }
    }
    if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.')
    const attribute = signUpAttribute(at.pool, user.attributes)
    const address = attribute && user.attributes[attribute]
    if (!attribute || !address) throw invalidParameter('Auto verification not turned on.')
    const CodeDeliveryDetails = await sendCode(at, user, { purpose: 'sign-up', attribute, address })
    return { CodeDeliveryDetails }
  },
)
