import * as z from 'zod'
import { withoutCode } from '../codes.ts'
import { CognitoError, codeMismatch } from '../errors.ts'
import { clientOperation, codeSchema, passwordSchema, usernameSchema } from '../operation.ts'
import { checkPassword } from '../password-policy.ts'
import { attemptName } from '../sign-in.ts'
import { recordPassword } from '../srp.ts'

const input = z.object({
  Username: usernameSchema,
  ConfirmationCode: codeSchema,
  Password: passwordSchema,
})

export const confirmForgotPassword = clientOperation(
  'ConfirmForgotPassword',
  input,
  async (at, request) => {
    checkPassword(at.pool.passwordPolicy, request.Password)
    const tries = attemptName(at, request.Username)
    at.attempts.take('code', tries)
    const user = at.users.find(request.Username)
    if (!user?.enabled) {
      if (at.client.hidesUsers) throw codeMismatch()
      const message = 'Username/client id combination not found.'
      throw new CognitoError('UserNotFoundException', message)
    }
    const nowMs = at.now()
    const owner = { poolName: at.pool.name, username: user.username }
    const password = recordPassword(owner, request.Password)
    await at.users.update(user.sub, (current) => ({
      ...withoutCode(current, 'reset-password', { code: request.ConfirmationCode, nowMs }),
      status: 'CONFIRMED',
      password,
      modifiedAtMs: nowMs,
    }))
    at.attempts.settle('code', tries)
    at.attempts.signInSucceeded(tries)
    return {}
  },
)
