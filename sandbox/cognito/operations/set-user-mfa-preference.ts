import * as z from 'zod'
import { invalidParameter } from '../errors.ts'
import { type TokenContext, tokenOperation } from '../operation.ts'
import { verifiedEmail } from '../second-factor.ts'
import type { User } from '../user.ts'

const settings = z
  .object({ Enabled: z.boolean().default(false), PreferredMfa: z.boolean().default(false) })
  .optional()
type Settings = z.infer<typeof settings>

const input = z.object({
  SoftwareTokenMfaSettings: settings,
  SMSMfaSettings: settings,
  EmailMfaSettings: settings,
})

export const setUserMfaPreference = tokenOperation(
  'SetUserMFAPreference',
  input,
  async (at, request) => {
    const {
      SoftwareTokenMfaSettings: token,
      SMSMfaSettings: sms,
      EmailMfaSettings: email,
    } = request
    if (sms?.Enabled) throw invalidParameter('The sandbox has no multi-factor sign-in by SMS.')
    if ([token, email].some((each) => each?.PreferredMfa && !each.Enabled)) {
      throw invalidParameter('A factor that is not enabled cannot be preferred.')
    }
    if (token?.PreferredMfa && email?.PreferredMfa) {
      throw invalidParameter('Only one factor can be preferred.')
    }
    if (!token && !email) return {}
    await at.users.update(at.user.sub, (user) => ({
      ...withEmail(at, withToken(user, token, email), { email, token }),
      modifiedAtMs: at.now(),
    }))
    return {}
  },
)

/** A factor that becomes preferred takes that from the other. */
function withToken(user: User, token: Settings, email: Settings): User {
  const { softwareToken: current } = user
  if (!current) {
    if (!token?.Enabled) return user
    throw invalidParameter('User has not verified software token mfa')
  }
  const isEnabled = token?.Enabled ?? current.isEnabled
  const isPreferred = (token?.PreferredMfa ?? current.isPreferred) && !email?.PreferredMfa
  return { ...user, softwareToken: { ...current, isEnabled, isPreferred } }
}

function withEmail(
  { pool }: TokenContext,
  user: User,
  { email, token }: { email: Settings; token: Settings },
): User {
  if (email?.Enabled && (!pool.mfa.hasEmail || verifiedEmail(user) === undefined)) {
    throw invalidParameter('User does not have delivery config set to turn on EMAIL_OTP')
  }
  const { isEnabled, isPreferred } = user.emailFactor ?? { isEnabled: false, isPreferred: false }
  const emailFactor = {
    isEnabled: email?.Enabled ?? isEnabled,
    isPreferred: (email?.PreferredMfa ?? isPreferred) && !token?.PreferredMfa,
  }
  return { ...user, emailFactor }
}
