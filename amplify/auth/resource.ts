import { defineAuth } from '@aws-amplify/backend'
import { admitPerson } from '../functions/admit-person/resource.ts'

/**
 * People sign in with e-mail and password, and an authenticator app if they want; codes for sign-up
 * and reset come by e-mail. `admission.ts` says who may.
 */
export const auth = defineAuth({
  loginWith: { email: true },
  accountRecovery: 'EMAIL_ONLY',
  multifactor: { mode: 'OPTIONAL', totp: true },
  triggers: { preSignUp: admitPerson },
})
