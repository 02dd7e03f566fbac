import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { checkRequired, readAttributes, signInAttributeOf } from '../attributes.ts'
import { newCode, withCode } from '../codes.ts'
import { describeDelivery, mailCode, signUpAttribute } from '../delivery.ts'
import { invalidParameter, notAuthorized } from '../errors.ts'
import {
  attributesSchema,
  type ClientContext,
  clientOperation,
  passwordSchema,
  usernameSchema,
} from '../operation.ts'
import { checkPassword } from '../password-policy.ts'
import { recordPassword } from '../srp.ts'
import { askBeforeSignUp } from '../triggers.ts'
import { newUser, type User } from '../user.ts'

const input = z.object({
  Username: usernameSchema,
  Password: passwordSchema,
  UserAttributes: attributesSchema.default([]),
})

export const signUp = clientOperation('SignUp', input, async (at, request) => {
  if (!at.pool.isSignUpOpen) throw notAuthorized('SignUp is not permitted for this user pool')
  checkPassword(at.pool.passwordPolicy, request.Password)
  const user = describeUser(at, request)
  await askBeforeSignUp(at.triggers, { ...at, source: 'PreSignUp_SignUp', user })
  const attribute = signUpAttribute(at.pool, user.attributes)
  const address = attribute === undefined ? undefined : user.attributes[attribute]
  if (attribute === undefined || address === undefined) {
    await at.users.create(user)
    return { UserConfirmed: false, UserSub: user.sub }
  }
  const code = newCode()
  await at.users.create(withCode(user, 'sign-up', { code, nowMs: at.now() }))
  await mailCode(at, { to: address, code, purpose: 'sign-up' })
  const CodeDeliveryDetails = describeDelivery(attribute, address)
  return { UserConfirmed: false, UserSub: user.sub, CodeDeliveryDetails }
})

function describeUser(at: ClientContext, request: z.infer<typeof input>): User {
  const given = readAttributes(at.pool, at.client, request.UserAttributes)
  const alias = signInAttributeOf(at.pool, request.Username)
  if (alias === undefined && at.pool.signInAttributes.length > 0) {
    const kinds = at.pool.signInAttributes.join(' or ').replace('_', ' ')
    throw invalidParameter(`Username should be an ${kinds}.`)
  }
  const address = (alias && given[alias]) ?? request.Username
  if (address.toLowerCase() !== request.Username.toLowerCase()) {
    throw invalidParameter(`Attribute ${alias ?? ''} must be the same as the username.`)
  }
  const attributes = alias === undefined ? given : { ...given, [alias]: request.Username }
  checkRequired(at.pool, attributes)
  const sub = randomUUID()
  const username = alias === undefined ? request.Username : sub
  const password = recordPassword({ poolName: at.pool.name, username }, request.Password)
  const unverified = Object.fromEntries(
    ['email', 'phone_number']
      .filter((name) => attributes[name] !== undefined)
      .map((name) => [`${name}_verified`, 'false']),
  )
  const user = { sub, username, attributes: { ...attributes, ...unverified }, nowMs: at.now() }
  return { ...newUser(user), password }
}
