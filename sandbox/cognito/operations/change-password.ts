import * as z from 'zod'
import { wrongPassword } from '../errors.ts'
import { passwordSchema, tokenOperation } from '../operation.ts'
import { checkPassword } from '../password-policy.ts'
import { isPassword, recordPassword } from '../srp.ts'

const input = z.object({ PreviousPassword: passwordSchema, ProposedPassword: passwordSchema })

export const changePassword = tokenOperation('ChangePassword', input, async (at, request) => {
  checkPassword(at.pool.passwordPolicy, request.ProposedPassword)
  const tries = `${at.pool.id} ${at.user.sub}`
  at.attempts.take('password', tries)
  const owner = { poolName: at.pool.name, username: at.user.username }
  await at.users.update(at.user.sub, (user) => {
    const isRight = user.password && isPassword(owner, request.PreviousPassword, user.password)
    if (!isRight) throw wrongPassword()
    const password = recordPassword(owner, request.ProposedPassword)
    return { ...user, password, modifiedAtMs: at.now() }
  })
  at.attempts.settle('password', tries)
  return {}
})
