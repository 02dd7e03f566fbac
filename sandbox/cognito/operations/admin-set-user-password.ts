import * as z from 'zod'
import { findUser } from '../admin-user.ts'
import { adminOperation, passwordSchema, usernameSchema } from '../operation.ts'
import { checkPassword } from '../password-policy.ts'
import { recordPassword } from '../srp.ts'

const input = z.object({
  Username: usernameSchema,
  Password: passwordSchema,
  Permanent: z.boolean().default(false),
})

export const adminSetUserPassword = adminOperation(
  'AdminSetUserPassword',
  input,
  async (at, request) => {
    checkPassword(at.pool.passwordPolicy, request.Password)
    const { sub, username } = findUser(at, request.Username)
    const password = recordPassword({ poolName: at.pool.name, username }, request.Password)
    await at.users.update(sub, (user) => ({
      ...user,
      password,
      status: request.Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
      modifiedAtMs: at.now(),
    }))
    return {}
  },
)
