import * as z from 'zod'
import { invalidParameter } from '../errors.ts'
import { tokenOperation } from '../operation.ts'

const settings = z
  .object({ Enabled: z.boolean().default(false), PreferredMfa: z.boolean().default(false) })
  .optional()

const input = z.object({
  SoftwareTokenMfaSettings: settings,
  SMSMfaSettings: settings,
  EmailMfaSettings: settings,
})

export const setUserMfaPreference = tokenOperation(
  'SetUserMFAPreference',
  input,
  async (at, request) => {
    if (request.SMSMfaSettings?.Enabled || request.EmailMfaSettings?.Enabled) {
      throw invalidParameter('The sandbox has no multi-factor sign-in by SMS or e-mail.')
    }
    const wanted = request.SoftwareTokenMfaSettings
    if (!wanted) return {}
    if (wanted.PreferredMfa && !wanted.Enabled) {
      throw invalidParameter('A factor that is not enabled cannot be preferred.')
    }
    await at.users.update(at.user.sub, (user) => {
      const { softwareToken: token } = user
      if (!token) {
        if (!wanted.Enabled) return user
        throw invalidParameter('User has not verified software token mfa')
      }
      const next = { ...token, isEnabled: wanted.Enabled, isPreferred: wanted.PreferredMfa }
      return { ...user, softwareToken: next, modifiedAtMs: at.now() }
    })
    return {}
  },
)
