import * as z from 'zod'
import { withoutCode } from '../codes.ts'
import { codeSchema, tokenOperation } from '../operation.ts'

const input = z.object({ AttributeName: z.string().min(1).max(32), Code: codeSchema })

export const verifyUserAttribute = tokenOperation(
  'VerifyUserAttribute',
  input,
  async (at, { AttributeName, Code }) => {
    const tries = `${at.pool.id} ${at.user.sub}`
    at.attempts.take('code', tries)
    const nowMs = at.now()
    await at.users.update(at.user.sub, (current) => {
      const user = withoutCode(current, `verify-${AttributeName}`, { code: Code, nowMs })
      const { [AttributeName]: value, ...pending } = user.pending
      const verified = { [`${AttributeName}_verified`]: 'true' }
      const changed = value === undefined ? {} : { [AttributeName]: value }
      return {
        ...user,
        pending,
        attributes: { ...user.attributes, ...changed, ...verified },
        modifiedAtMs: nowMs,
      }
    })
    at.attempts.settle('code', tries)
    return {}
  },
)
