import { randomBytes, randomUUID } from 'node:crypto'
import * as z from 'zod'
import { describeWithAttributes } from '../admin-user.ts'
import { checkRequired, readAttributes, signInAttributeOf } from '../attributes.ts'
import { CognitoError, invalidParameter } from '../errors.ts'
import {
  adminOperation,
  attributesSchema,
  type PoolContext,
  passwordSchema,
  usernameSchema,
} from '../operation.ts'
import { checkPassword } from '../password-policy.ts'
import { recordPassword } from '../srp.ts'
import { askBeforeSignUp } from '../triggers.ts'
import { newUser, type User } from '../user.ts'

const input = z.object({
  Username: usernameSchema,
  UserAttributes: attributesSchema.default([]),
  TemporaryPassword: passwordSchema.optional(),
  MessageAction: z.literal('SUPPRESS').optional(),
})

export const adminCreateUser = adminOperation('AdminCreateUser', input, async (at, request) => {
  const temporary = request.TemporaryPassword ?? newPassword()
  checkPassword(at.pool.passwordPolicy, temporary)
  const user = describeUser(at, request)
  const { pool } = at
  await askBeforeSignUp(at.triggers, { pool, source: 'PreSignUp_AdminCreateUser', user })
  const owner = { poolName: at.pool.name, username: user.username }
  const created = await at.users.create({ ...user, password: recordPassword(owner, temporary) })
  if (request.MessageAction !== 'SUPPRESS') await invite(at, created, temporary)
  return { User: describeWithAttributes(created) }
})

function describeUser(at: PoolContext, request: z.infer<typeof input>): User {
  if (at.users.find(request.Username)) {
    throw new CognitoError('UsernameExistsException', 'User account already exists')
  }
  const given = readAttributes(at.pool, undefined, request.UserAttributes)
  const alias = signInAttributeOf(at.pool, request.Username)
  if (alias === undefined && at.pool.signInAttributes.length > 0) {
    throw invalidParameter('Username should be either an email or a phone number.')
  }
  const attributes = alias === undefined ? given : { ...given, [alias]: request.Username }
  checkRequired(at.pool, attributes)
  const sub = randomUUID()
  const username = alias === undefined ? request.Username : sub
  const user = newUser({ sub, username, attributes, nowMs: at.now() })
  return { ...user, status: 'FORCE_CHANGE_PASSWORD' }
}

async function invite(at: PoolContext, user: User, temporary: string): Promise<void> {
  const to = user.attributes['email'] ?? user.attributes['phone_number']
  if (to === undefined) return
  const { subject, message } = at.pool.invitation
  const body = message.replaceAll('{username}', to).replaceAll('{####}', temporary)
  await at.mail.send({ to, subject, body, code: temporary, purpose: 'invitation' })
}

/** A password that satisfies every rule a policy can have. */
function newPassword(): string {
  return `${randomBytes(12).toString('base64url')}aA1!`
}
