import * as z from 'zod'
import { setupOperation } from '../setup-operation.ts'
import { checkHasTokens, withVerifiedSecret } from '../software-token.ts'

const input = z.object({
  UserCode: z.string().regex(/^\d{6}$/, 'Member must satisfy regular expression pattern: [0-9]+'),
  FriendlyDeviceName: z.string().max(131_072).optional(),
})

export const verifySoftwareToken = setupOperation(
  'VerifySoftwareToken',
  input,
  async (at, request) => {
    checkHasTokens(at)
    const tries = `${at.pool.id} ${at.user.sub}`
    at.attempts.take('code', tries)
    await at.users.update(at.user.sub, (user) => {
      const nowMs = at.now()
      const { UserCode: code, FriendlyDeviceName: deviceName } = request
      return withVerifiedSecret(user, { code, deviceName, nowMs })
    })
    at.attempts.settle('code', tries)
    return { Status: 'SUCCESS', ...at.nextSession(true) }
  },
)
