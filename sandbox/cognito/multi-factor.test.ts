import {
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  fetchMFAPreference,
  setUpTOTP,
  signIn,
  signOut,
  signUp,
  updateMFAPreference,
  verifyTOTPSetup,
} from 'aws-amplify/auth'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  call,
  clientId,
  configureAmplify,
  type LocalCognito,
  startLocalCognito,
} from './local-cognito.fixture.ts'
import { totpAt } from './totp.fixture.ts'
import { stepOfCode } from './totp.ts'

// Sign-in with an authenticator app: what the published aws-amplify client does against the sandbox.

const demo = { email: 'demo@example.com', password: 'Demo-Pass-1' }
const credentials = { username: demo.email, password: demo.password }
const stepMs = 30_000
let local: LocalCognito
/** How far the services' clock was moved on. */
let offsetMs = 0

beforeEach(() => start('OPTIONAL'))

afterEach(async () => {
  await signOut()
  await local.close()
})

async function start(mode: string, factors = ['SOFTWARE_TOKEN_MFA']): Promise<void> {
  local = await startLocalCognito({
    pool: { MfaConfiguration: mode, EnabledMfas: factors },
    client: { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'] },
  })
  offsetMs = 0
  configureAmplify(local.endpoint)
  await local.userPools.ensureUser(demo)
}

async function restart(mode: string, factors?: string[]): Promise<void> {
  await local.close()
  await start(mode, factors)
}

/** The code of an authenticator app, at the services' time. */
function codeOf(secret: string): string {
  return totpAt(secret, Date.now() + offsetMs)
}

/** A code counts once: the next one comes with the next step of time. */
function nextCodeOf(secret: string): string {
  advance(2 * stepMs)
  return codeOf(secret)
}

function advance(ms: number): void {
  offsetMs += ms
  local.advance(ms)
}

function wrong(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0')
}

/** Signs in and sets an authenticator app up. @returns its secret */
async function setUp(): Promise<string> {
  await signIn(credentials)
  const { sharedSecret } = await setUpTOTP()
  await verifyTOTPSetup({ code: codeOf(sharedSecret) })
  await updateMFAPreference({ totp: 'PREFERRED' })
  await signOut()
  return sharedSecret
}

/** Sets an app up in the course of a sign-in. @returns its secret */
async function enrol(): Promise<string> {
  const { nextStep } = await signIn(credentials)
  if (!('totpSetupDetails' in nextStep)) throw new Error(nextStep.signInStep)
  const { sharedSecret } = nextStep.totpSetupDetails
  await confirmSignIn({ challengeResponse: codeOf(sharedSecret) })
  return sharedSecret
}

function caught(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: Error) => `${error.name}: ${error.message}`,
  )
}

test('the codes are those of RFC 6238', () => {
  // Its appendix B: the ASCII secret 12345678901234567890, the last six of eight digits.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  expect(stepOfCode(secret, '287082', 59_000)).toBe(1)
  expect(stepOfCode(secret, '081804', 1_111_111_109_000)).toBe(37_037_036)
  expect(stepOfCode(secret, '353130', 20_000_000_000_000)).toBe(666_666_666)
  expect(stepOfCode(secret, '353130', 20_000_000_060_000)).toBeUndefined()
})

test('an app that is set up is asked for at the next sign-in', async () => {
  const secret = await setUp()
  const asked = await signIn(credentials)
  expect(asked.nextStep).toEqual({ signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' })
  expect((await confirmSignIn({ challengeResponse: nextCodeOf(secret) })).isSignedIn).toBe(true)
  expect((await fetchAuthSession()).tokens?.accessToken).toBeDefined()
})

test('the secret is as long as Cognito’s, in letters that an app takes', async () => {
  await signIn(credentials)
  const details = await setUpTOTP()
  const { sharedSecret } = details
  expect(sharedSecret).toMatch(/^[A-Z2-7]{52}$/)
  expect(details.getSetupUri('Repaint', 'demo').href).toContain(`secret=${sharedSecret}`)
})

test('a wrong code can be followed by a right one', async () => {
  const secret = await setUp()
  await signIn(credentials)
  expect(await caught(confirmSignIn({ challengeResponse: wrong(nextCodeOf(secret)) }))).toBe(
    'CodeMismatchException: Invalid code received for user',
  )
  expect((await confirmSignIn({ challengeResponse: codeOf(secret) })).isSignedIn).toBe(true)
})

test('a code counts once', async () => {
  const secret = await setUp()
  await signIn(credentials)
  const code = nextCodeOf(secret)
  await confirmSignIn({ challengeResponse: code })
  await signOut()
  await signIn(credentials)
  expect(await caught(confirmSignIn({ challengeResponse: code }))).toBe(
    'ExpiredCodeException: Your software token has already been used once.',
  )
})

test('codes cannot be guessed: five wrong ones lock, and the password does not unlock', async () => {
  const secret = await setUp()
  await signIn(credentials)
  // The fifth locks for a second, each further one for twice as long as the one before: 16 s here.
  for (let failures = 0; failures < 9; failures += 1) {
    if (failures >= 5) advance(1_000 * 2 ** (failures - 5))
    const refused = await caught(confirmSignIn({ challengeResponse: wrong(codeOf(secret)) }))
    expect(refused).toContain('CodeMismatchException')
  }
  await signIn(credentials)
  expect(await caught(confirmSignIn({ challengeResponse: codeOf(secret) }))).toBe(
    'NotAuthorizedException: Password attempts exceeded',
  )
  const code = nextCodeOf(secret)
  expect((await confirmSignIn({ challengeResponse: code })).isSignedIn).toBe(true)
})

test('an app that was not verified is never asked for', async () => {
  await signIn(credentials)
  const { sharedSecret } = await setUpTOTP()
  expect(await caught(verifyTOTPSetup({ code: wrong(codeOf(sharedSecret)) }))).toBe(
    'EnableSoftwareTokenMFAException: Code mismatch',
  )
  expect(await caught(updateMFAPreference({ totp: 'ENABLED' }))).toBe(
    'InvalidParameterException: User has not verified software token mfa',
  )
  await signOut()
  expect((await signIn(credentials)).isSignedIn).toBe(true)
})

test('the preference is told, and can be taken back where the pool lets people choose', async () => {
  const secret = await setUp()
  await signIn(credentials)
  await confirmSignIn({ challengeResponse: nextCodeOf(secret) })
  expect(await fetchMFAPreference()).toEqual({ preferred: 'TOTP', enabled: ['TOTP'] })
  await updateMFAPreference({ totp: 'DISABLED' })
  expect(await fetchMFAPreference()).toEqual({ preferred: undefined, enabled: undefined })
  await signOut()
  expect((await signIn(credentials)).isSignedIn).toBe(true)
})

test('a new app replaces the one before once it is verified', async () => {
  const first = await setUp()
  await signIn(credentials)
  await confirmSignIn({ challengeResponse: nextCodeOf(first) })
  const { sharedSecret } = await setUpTOTP()
  await verifyTOTPSetup({ code: codeOf(sharedSecret) })
  await signOut()
  await signIn(credentials)
  expect(await caught(confirmSignIn({ challengeResponse: nextCodeOf(first) }))).toContain(
    'CodeMismatchException',
  )
  const second = codeOf(sharedSecret)
  expect((await confirmSignIn({ challengeResponse: second })).isSignedIn).toBe(true)
})

test('where the pool requires it, whoever has no app sets one up to sign in', async () => {
  await restart('ON')
  const email = 'ada@example.com'
  await signUp({ username: email, password: demo.password })
  await confirmSignUp({ username: email, confirmationCode: local.codeFor(email) })
  const ada = { username: email, password: demo.password }
  const { nextStep } = await signIn(ada)
  expect(nextStep.signInStep).toBe('CONTINUE_SIGN_IN_WITH_TOTP_SETUP')
  const secret =
    'totpSetupDetails' in nextStep ? nextStep.totpSetupDetails.sharedSecret : 'no secret'
  const refused = await caught(confirmSignIn({ challengeResponse: wrong(codeOf(secret)) }))
  expect(refused).toBe('EnableSoftwareTokenMFAException: Code mismatch')
  expect((await confirmSignIn({ challengeResponse: codeOf(secret) })).isSignedIn).toBe(true)
  await signOut()
  expect((await signIn(ada)).nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE')
  expect((await confirmSignIn({ challengeResponse: nextCodeOf(secret) })).isSignedIn).toBe(true)
})

test('where the pool requires it, nobody gets round it', async () => {
  await restart('ON')
  const secret = await enrol()
  await updateMFAPreference({ totp: 'DISABLED' })
  await signOut()
  expect((await signIn(credentials)).nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE')
  expect((await confirmSignIn({ challengeResponse: nextCodeOf(secret) })).isSignedIn).toBe(true)
})

test('an app stays set up over a restart, in a file of its owner alone', async () => {
  const secret = await setUp()
  await local.close()
  const stateDir = local.stateDir
  const pool = { MfaConfiguration: 'OPTIONAL', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] }
  local = await startLocalCognito({ stateDir, pool })
  local.advance(offsetMs)
  configureAmplify(local.endpoint)
  await signIn(credentials)
  expect((await confirmSignIn({ challengeResponse: nextCodeOf(secret) })).isSignedIn).toBe(true)
  expect(JSON.stringify(local.logged)).not.toContain(secret)
})

test.each([
  ['OFF', ['SOFTWARE_TOKEN_MFA']],
  ['OPTIONAL', ['SMS_MFA']],
])('a pool with MFA %s by %j has no apps', async (mode, factors) => {
  await restart(mode, factors)
  await signIn(credentials)
  expect(await caught(setUpTOTP())).toBe(
    'SoftwareTokenMFANotFoundException: Software Token MFA has not been enabled by the userPool.',
  )
})

test('a pool that requires codes by SMS is named, and lets nobody in', async () => {
  await restart('ON', ['SMS_MFA'])
  expect(local.logged.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('multi-factor sign-in by SMS_MFA'),
  )
  expect(await caught(signIn(credentials))).toContain('no multi-factor sign-in by SMS')
})

test('a sign-in that began before an app was set up cannot replace it', async () => {
  await restart('ON')
  const begin = async (): Promise<{ Session: string }> => {
    const { body } = await call(local.endpoint, 'InitiateAuth', {
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: demo.email, PASSWORD: demo.password },
    })
    return { Session: String(body['Session']) }
  }
  const early = await begin()
  await enrol()
  const late = await call(local.endpoint, 'AssociateSoftwareToken', early)
  expect(late.body).toMatchObject({ __type: 'NotAuthorizedException' })
})

test('neither a made-up session nor none sets anything up', async () => {
  const Session = 'x'.repeat(64)
  const made = await call(local.endpoint, 'AssociateSoftwareToken', { Session })
  expect(made.body).toMatchObject({ __type: 'NotAuthorizedException' })
  const none = await call(local.endpoint, 'AssociateSoftwareToken', {})
  expect(none.body).toMatchObject({ __type: 'InvalidParameterException' })
})
