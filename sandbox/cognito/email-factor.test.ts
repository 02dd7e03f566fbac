import {
  confirmSignIn,
  fetchMFAPreference,
  setUpTOTP,
  signIn,
  signOut,
  updateMFAPreference,
  verifyTOTPSetup,
} from 'aws-amplify/auth'
import { afterEach, expect, test } from 'vitest'
import { configureAmplify, type LocalCognito, startLocalCognito } from './local-cognito.fixture.ts'
import { totpAt } from './totp.fixture.ts'

// Sign-in with a code by e-mail: what the published aws-amplify client does against the sandbox.

const demo = { email: 'demo@example.com', password: 'Demo-Pass-1' }
const credentials = { username: demo.email, password: demo.password }
let local: LocalCognito

afterEach(async () => {
  await signOut()
  await local.close()
})

async function start(
  mode: string,
  factors = ['EMAIL_OTP'],
  more: { stateDir?: string; pool?: object } = {},
): Promise<void> {
  local = await startLocalCognito({
    ...more,
    pool: { MfaConfiguration: mode, EnabledMfas: factors, ...more.pool },
  })
  configureAmplify(local.endpoint)
  await local.userPools.ensureUser(demo)
}

const code = () => local.codeFor(demo.email)
const wrong = () => String((Number(code()) + 1) % 1_000_000).padStart(6, '0')
const asked = {
  signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE',
  codeDeliveryDetails: { deliveryMedium: 'EMAIL', destination: 'd***@e***' },
}

test('a pool that requires it mails a code to whoever has nothing else', async () => {
  await start('ON', ['EMAIL_OTP'], {
    pool: { EmailAuthenticationSubject: 'Come in', EmailAuthenticationMessage: 'With {####}' },
  })
  expect((await signIn(credentials)).nextStep).toEqual(asked)
  expect(local.mails.list()[0]).toMatchObject({ subject: 'Come in', body: `With ${code()}` })
  expect((await confirmSignIn({ challengeResponse: code() })).isSignedIn).toBe(true)
})

test('where it is up to the user, it is asked for once it is switched on, and no more after', async () => {
  await start('OPTIONAL')
  expect((await signIn(credentials)).isSignedIn).toBe(true)
  await updateMFAPreference({ email: 'PREFERRED' })
  expect(await fetchMFAPreference()).toEqual({ enabled: ['EMAIL'], preferred: 'EMAIL' })
  await signOut()
  expect((await signIn(credentials)).nextStep).toEqual(asked)
  await confirmSignIn({ challengeResponse: code() })
  await updateMFAPreference({ email: 'DISABLED' })
  await signOut()
  expect((await signIn(credentials)).isSignedIn).toBe(true)
})

test('a wrong code can be followed by the right one, which counts once', async () => {
  await start('ON')
  await signIn(credentials)
  const right = code()
  await expect(confirmSignIn({ challengeResponse: wrong() })).rejects.toMatchObject({
    name: 'CodeMismatchException',
  })
  expect((await confirmSignIn({ challengeResponse: right })).isSignedIn).toBe(true)
  await signOut()
  await signIn(credentials)
  // A draw of the same six digits would be one in a million.
  await expect(confirmSignIn({ challengeResponse: right })).rejects.toMatchObject({
    name: 'CodeMismatchException',
  })
})

test('guessing locks the sign-in, over a restart too', async () => {
  await start('ON')
  await signIn(credentials)
  for (let count = 0; count < 5; count += 1) {
    await confirmSignIn({ challengeResponse: wrong() }).catch(() => undefined)
  }
  // The lock of the sixth wrong code ends ten minutes later than the clock after the restart says.
  local.advance(600_000)
  await signIn(credentials)
  await confirmSignIn({ challengeResponse: wrong() }).catch(() => undefined)
  await local.close()
  await start('ON', ['EMAIL_OTP'], { stateDir: local.stateDir })
  await signIn(credentials)
  await expect(confirmSignIn({ challengeResponse: code() })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Password attempts exceeded',
  })
})

test('of two factors the user chooses, until one is preferred', async () => {
  await start('OPTIONAL', ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'])
  await signIn(credentials)
  const { sharedSecret } = await setUpTOTP()
  await verifyTOTPSetup({ code: totpAt(sharedSecret, Date.now()) })
  await updateMFAPreference({ totp: 'ENABLED', email: 'ENABLED' })
  await signOut()
  expect((await signIn(credentials)).nextStep).toEqual({
    signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION',
    allowedMFATypes: ['TOTP', 'EMAIL'],
  })
  const chosen = await confirmSignIn({ challengeResponse: 'EMAIL' })
  expect(chosen.nextStep).toEqual(asked)
  expect((await confirmSignIn({ challengeResponse: code() })).isSignedIn).toBe(true)
  await updateMFAPreference({ totp: 'PREFERRED' })
  await signOut()
  expect((await signIn(credentials)).nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE')
})

test('a pool without it cannot have it switched on', async () => {
  await start('OPTIONAL', ['SOFTWARE_TOKEN_MFA'])
  await signIn(credentials)
  await expect(updateMFAPreference({ email: 'ENABLED' })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
})
