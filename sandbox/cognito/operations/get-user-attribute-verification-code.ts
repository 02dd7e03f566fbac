import * as z from 'zod'
import { sendCode } from '../delivery.ts'
import { invalidParameter } from '../errors.ts'
import { tokenOperation } from '../operation.ts'

const input = z.object({ AttributeName: z.enum(['email', 'phone_number']) })

export const getUserAttributeVerificationCode = tokenOperation(
  'GetUserAttributeVerificationCode',
  input,
  async (at, { AttributeName }) => {
    const address = at.user.pending[AttributeName] ?? at.user.attributes[AttributeName]
    if (!address) throw invalidParameter(`User has no attribute ${AttributeName}.`)
    const purpose = `verify-${AttributeName}` as const
    const code = { purpose, attribute: AttributeName, address }
    return { CodeDeliveryDetails: await sendCode(at, at.user, code) }
  },
)
