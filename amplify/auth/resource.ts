import { defineAuth } from '@aws-amplify/backend'

/** People sign in with e-mail and password; codes for sign-up and reset come by e-mail. */
export const auth = defineAuth({
  loginWith: { email: true },
  accountRecovery: 'EMAIL_ONLY',
})
