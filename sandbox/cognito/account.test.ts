import {
  confirmResetPassword,
  confirmSignUp,
  confirmUserAttribute,
  deleteUserAttributes,
  fetchAuthSession,
  fetchUserAttributes,
  resendSignUpCode,
  resetPassword,
  sendUserAttributeVerificationCode,
  signIn,
  signOut,
  signUp,
  updatePassword,
  updateUserAttributes,
} from 'aws-amplify/auth'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  call,
  clientId,
  configureAmplify,
  type LocalCognito,
  startLocalCognito,
} from './local-cognito.fixture.ts'

// What people do with their account, and the limits of it, by the published aws-amplify client.

const demo = { email: 'demo@example.com', password: 'Demo-Pass-1' }
const credentials = { username: demo.email, password: demo.password }
const other = 'other@example.com'
const stranger = 'obody@example.com'
const tooMany = 'LimitExceededException: Attempt limit exceeded, please try after some time.'
let local: LocalCognito

beforeEach(() => start())

afterEach(async () => {
  await signOut()
  await local.close()
})

async function start(client: Record<string, unknown> = {}): Promise<void> {
  local = await startLocalCognito({ client })
  configureAmplify(local.endpoint)
  await local.userPools.ensureUser(demo)
}

function caught(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: Error) => `${error.name}: ${error.message}`,
  )
}

/** Tries something so often. @returns what the last try said */
async function tryOften(times: number, attempt: () => Promise<unknown>): Promise<string> {
  let last = ''
  for (let count = 0; count < times; count += 1) last = await caught(attempt())
  return last
}

test('an address that waits for its code changes nothing yet', async () => {
  await signIn(credentials)
  await updateUserAttributes({ userAttributes: { email: other } })
  const wrong = { userAttributeKey: 'email', confirmationCode: 'wrong' } as const
  expect(await caught(confirmUserAttribute(wrong))).toContain('CodeMismatchException')
  expect(await fetchUserAttributes()).toMatchObject({ email: demo.email, email_verified: 'true' })
  await signOut()
  expect((await signIn(credentials)).isSignedIn).toBe(true)
})

test('a code for an attribute can be sent again; the one before it is void', async () => {
  await signIn(credentials)
  await updateUserAttributes({ userAttributes: { email: other } })
  const first = local.codeFor(other)
  const sent = await sendUserAttributeVerificationCode({ userAttributeKey: 'email' })
  expect(sent).toMatchObject({ deliveryMedium: 'EMAIL', destination: 'o***@e***' })
  const confirm = (confirmationCode: string) =>
    confirmUserAttribute({ userAttributeKey: 'email', confirmationCode })
  const second = local.codeFor(other)
  // Of a million codes the second may be the first again.
  const refused = first === second ? 'CodeMismatchException' : await caught(confirm(first))
  expect(refused).toContain('CodeMismatchException')
  await confirm(second)
  expect((await fetchUserAttributes()).email).toBe(other)
})

test('a code for an attribute lasts a day', async () => {
  await signIn(credentials)
  await updateUserAttributes({ userAttributes: { email: other } })
  local.advance(24 * 3_600_000)
  const again = local.codeFor(other)
  await signOut()
  await signIn(credentials)
  const confirm = confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: again })
  expect(await caught(confirm)).toContain('ExpiredCodeException')
})

test('an address of somebody else cannot be taken', async () => {
  await local.userPools.ensureUser({ ...demo, email: other })
  await signIn(credentials)
  const take = updateUserAttributes({ userAttributes: { email: other.toUpperCase() } })
  expect(await caught(take)).toBe('AliasExistsException: An account with the email already exists.')
})

test('other attributes come and go at once', async () => {
  await signIn(credentials)
  await updateUserAttributes({ userAttributes: { name: 'Ada' } })
  expect((await fetchUserAttributes()).name).toBe('Ada')
  await deleteUserAttributes({ userAttributeKeys: ['name'] })
  expect((await fetchUserAttributes()).name).toBeUndefined()
  const address = deleteUserAttributes({ userAttributeKeys: ['email'] })
  expect(await caught(address)).toContain('InvalidParameterException')
})

test('every new password must keep the rules', async () => {
  const weak = 'short-1A'.slice(0, 7)
  const refused = 'InvalidPasswordException: Password did not conform with policy:'
  await signIn(credentials)
  const change = updatePassword({ oldPassword: demo.password, newPassword: weak })
  expect(await caught(change)).toContain(refused)
  await resetPassword({ username: demo.email })
  const confirmationCode = local.codeFor(demo.email)
  const reset = { username: demo.email, confirmationCode, newPassword: weak }
  expect(await caught(confirmResetPassword(reset))).toContain(refused)
  await confirmResetPassword({ ...reset, newPassword: 'Fresh-Pass-2' })
})

test('the old password cannot be guessed by changing it', async () => {
  await signIn(credentials)
  const guess = () => updatePassword({ oldPassword: 'Wrong-1-pass', newPassword: 'Fresh-Pass-2' })
  expect(await tryOften(20, guess)).toContain('Incorrect username or password.')
  expect(await caught(guess())).toBe(tooMany)
  local.advance(3_600_000)
  await signOut()
  await signIn(credentials)
  await updatePassword({ oldPassword: demo.password, newPassword: 'Fresh-Pass-2' })
})

test('a code of sign-up or of an attribute cannot be guessed', async () => {
  await signUp({ username: other, password: demo.password })
  const guess = () => confirmSignUp({ username: other, confirmationCode: 'wrong' })
  expect(await tryOften(15, guess)).toContain('CodeMismatchException')
  const right = { username: other, confirmationCode: local.codeFor(other) }
  expect(await caught(confirmSignUp(right))).toBe(tooMany)
  await signIn(credentials)
  const verify = () => confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: 'x' })
  await sendUserAttributeVerificationCode({ userAttributeKey: 'email' })
  expect(await tryOften(15, verify)).toContain('CodeMismatchException')
  expect(await caught(verify())).toBe(tooMany)
})

test('nobody is flooded with mail: twenty codes an hour, for a stranger’s name as well', async () => {
  for (const username of [demo.email, stranger]) {
    expect(await tryOften(20, () => resetPassword({ username }))).toBe('no error')
    expect(await caught(resetPassword({ username }))).toBe(tooMany)
  }
  expect(local.mails.list()).toHaveLength(20)
  local.advance(3_600_000)
  expect(await caught(resetPassword({ username: demo.email }))).toBe('no error')
})

test('asking for another code tells nothing of whether a name is known', async () => {
  await signUp({ username: other, password: demo.password })
  const known = await resendSignUpCode({ username: other })
  expect(await resendSignUpCode({ username: stranger })).toEqual(known)
  expect(local.mails.list().map(({ to }) => to)).toEqual([other, other])
})

test('who is not confirmed is told so only with the right password', async () => {
  await signUp({ username: other, password: demo.password })
  const wrong = await caught(signIn({ username: other, password: 'Wrong-Pass-1' }))
  expect(wrong).toBe(await caught(signIn({ username: stranger, password: 'Wrong-Pass-1' })))
  const right = await signIn({ username: other, password: demo.password })
  expect(right.nextStep.signInStep).toBe('CONFIRM_SIGN_UP')
})

test('the client follows refresh tokens that rotate', async () => {
  await local.close()
  await start({ RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } })
  await signIn(credentials)
  const seen = new Set<string>()
  for (let count = 0; count < 3; count += 1) {
    const { tokens } = await fetchAuthSession({ forceRefresh: true })
    seen.add(String(tokens?.accessToken))
  }
  expect([...seen].filter((token) => token !== 'undefined')).toHaveLength(3)
})

test('after a global sign-out no session is refreshed any more', async () => {
  await local.close()
  await start({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'] })
  const AuthParameters = { USERNAME: demo.email, PASSWORD: demo.password }
  const flow = { ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }
  const { body } = await call(local.endpoint, 'InitiateAuth', flow)
  const { RefreshToken } = body['AuthenticationResult'] as { RefreshToken: string }
  const refresh = () =>
    call(local.endpoint, 'GetTokensFromRefreshToken', { ClientId: clientId, RefreshToken })
  expect((await refresh()).status).toBe(200)
  await signIn(credentials)
  await signOut({ global: true })
  expect((await refresh()).body).toEqual({
    __type: 'NotAuthorizedException',
    message: 'Refresh Token has been revoked',
  })
})

test('a new password leaves sessions as they are, as Cognito does', async () => {
  await signIn(credentials)
  await updatePassword({ oldPassword: demo.password, newPassword: 'Fresh-Pass-2' })
  const { tokens } = await fetchAuthSession({ forceRefresh: true })
  expect(tokens?.accessToken).toBeDefined()
})
