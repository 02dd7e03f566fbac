import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import {
  autoSignIn,
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  confirmUserAttribute,
  deleteUser,
  fetchAuthSession,
  fetchUserAttributes,
  getCurrentUser,
  resendSignUpCode,
  resetPassword,
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
  poolId,
  startLocalCognito,
} from './local-cognito.fixture.ts'

// What the published aws-amplify client does against the sandbox, over HTTP.

const email = 'Ada@example.com'
const password = 'Correct-Horse-1'
const demo = { email: 'demo@example.com', password: 'Demo-Pass-1' }
const authFlows = ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']
let local: LocalCognito

beforeEach(async () => {
  local = await startLocalCognito({ client: { ExplicitAuthFlows: authFlows } })
  configureAmplify(local.endpoint)
})

afterEach(async () => {
  await signOut()
  await local.close()
})

async function tokensNow(): Promise<{ access: string; id: string }> {
  const { tokens } = await fetchAuthSession()
  return { access: String(tokens?.accessToken), id: String(tokens?.idToken) }
}

/** The access token of a second device: it shares the state folder, and no session. */
async function signInElsewhere(): Promise<string> {
  const AuthParameters = { USERNAME: demo.email, PASSWORD: demo.password }
  const flow = { ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }
  const { body } = await call(local.endpoint, 'InitiateAuth', flow)
  return (body['AuthenticationResult'] as { AccessToken: string }).AccessToken
}

function caught(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: Error) => `${error.name}: ${error.message}`,
  )
}

test('sign-up mails a code, and confirming it signs in', async () => {
  const options = { userAttributes: { email }, autoSignIn: true }
  const started = await signUp({ username: email, password, options })
  expect(started.nextStep).toMatchObject({
    signUpStep: 'CONFIRM_SIGN_UP',
    codeDeliveryDetails: { deliveryMedium: 'EMAIL', destination: 'a***@e***' },
  })
  expect(local.mails.list()).toMatchObject([
    {
      to: email,
      subject: 'Verify your new account',
      body: `The verification code to your new account is ${local.codeFor(email)}`,
      purpose: 'sign-up',
    },
  ])
  const confirmed = await confirmSignUp({
    username: email,
    confirmationCode: local.codeFor(email),
  })
  expect(confirmed.nextStep).toEqual({ signUpStep: 'COMPLETE_AUTO_SIGN_IN' })
  expect(await autoSignIn()).toMatchObject({ isSignedIn: true })
  expect(await fetchUserAttributes()).toEqual({
    sub: started.userId,
    email,
    email_verified: 'true',
  })
  expect(await getCurrentUser()).toMatchObject({ userId: started.userId })
})

test('the tokens carry the claims that Cognito gives them', async () => {
  const { sub } = await local.userPools.ensureUser(demo)
  await signIn({ username: demo.email, password: demo.password })
  const { tokens } = await fetchAuthSession()
  const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`
  expect(tokens?.idToken?.payload).toMatchObject({
    sub,
    iss: issuer,
    aud: clientId,
    token_use: 'id',
    'cognito:username': sub,
    email: demo.email,
    email_verified: true,
  })
  expect(tokens?.accessToken.payload).toMatchObject({
    sub,
    iss: issuer,
    client_id: clientId,
    token_use: 'access',
    username: sub,
    scope: 'aws.cognito.signin.user.admin',
    origin_jti: tokens?.idToken?.payload['origin_jti'],
    event_id: tokens?.idToken?.payload['event_id'],
  })
  const { iat = 0, exp = 0 } = tokens?.accessToken.payload ?? {}
  expect(exp - iat).toBe(3_600)
})

test('e-mail addresses are the same in any case', async () => {
  await local.userPools.ensureUser(demo)
  const result = await signIn({ username: 'DEMO@Example.com', password: demo.password })
  expect(result.isSignedIn).toBe(true)
  const again = await caught(signUp({ username: 'Demo@example.com', password }))
  expect(again).toBe('UsernameExistsException: An account with the given email already exists.')
})

test('an unconfirmed user is asked for the code, and can have another', async () => {
  await signUp({ username: email, password })
  expect((await signIn({ username: email, password })).nextStep.signInStep).toBe('CONFIRM_SIGN_UP')
  await resendSignUpCode({ username: email })
  expect(local.mails.list()).toHaveLength(2)
  expect(await caught(confirmSignUp({ username: email, confirmationCode: 'wrong' }))).toBe(
    'CodeMismatchException: Invalid verification code provided, please try again.',
  )
  const confirmationCode = local.codeFor(email)
  await confirmSignUp({ username: email, confirmationCode })
  expect((await signIn({ username: email, password })).isSignedIn).toBe(true)
})

test('a wrong password is refused', async () => {
  await local.userPools.ensureUser(demo)
  expect(await caught(signIn({ username: demo.email, password: 'Wrong-Pass-1' }))).toBe(
    'NotAuthorizedException: Incorrect username or password.',
  )
})

test('a weak password is refused with the rule it breaks', async () => {
  expect(await caught(signUp({ username: email, password: 'lowercase-1' }))).toBe(
    'InvalidPasswordException: Password did not conform with policy: Password must have uppercase characters',
  )
})

test('a session is refreshed', async () => {
  await local.userPools.ensureUser(demo)
  await signIn({ username: demo.email, password: demo.password })
  const before = await tokensNow()
  await fetchAuthSession({ forceRefresh: true })
  const after = await tokensNow()
  expect(after.access).not.toBe(before.access)
  expect(await local.userPools.tokens.verify(after.access, poolId)).toHaveProperty('sub')
})

test('with rotation a refresh token works once beyond its grace period', async () => {
  await local.close()
  local = await startLocalCognito({
    client: {
      ExplicitAuthFlows: authFlows,
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
    },
  })
  await local.userPools.ensureUser(demo)
  const AuthParameters = { USERNAME: demo.email, PASSWORD: demo.password }
  const flow = { ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }
  const started = await call(local.endpoint, 'InitiateAuth', flow)
  const { RefreshToken } = started.body['AuthenticationResult'] as { RefreshToken: string }
  const refresh = (token: string) =>
    call(local.endpoint, 'GetTokensFromRefreshToken', { ClientId: clientId, RefreshToken: token })
  const first = await refresh(RefreshToken)
  const rotated = first.body['AuthenticationResult'] as { RefreshToken: string }
  expect(rotated.RefreshToken).not.toBe(RefreshToken)
  expect((await refresh(RefreshToken)).status).toBe(200)
  expect((await refresh(rotated.RefreshToken)).status).toBe(200)
  local.advance(11_000)
  expect((await refresh(RefreshToken)).body).toMatchObject({ __type: 'RefreshTokenReuseException' })
})

test('a forgotten password is replaced by a mailed code, which works once', async () => {
  await local.userPools.ensureUser(demo)
  const asked = await resetPassword({ username: demo.email })
  expect(asked.nextStep.resetPasswordStep).toBe('CONFIRM_RESET_PASSWORD_WITH_CODE')
  const confirmation = {
    username: demo.email,
    confirmationCode: local.codeFor(demo.email),
    newPassword: 'Fresh-Pass-2',
  }
  await confirmResetPassword(confirmation)
  expect(await caught(confirmResetPassword(confirmation))).toContain('ExpiredCodeException')
  expect(await caught(signIn({ username: demo.email, password: demo.password }))).toContain(
    'Incorrect username or password.',
  )
  const result = await signIn({ username: demo.email, password: 'Fresh-Pass-2' })
  expect(result.isSignedIn).toBe(true)
})

test('a reset code expires after an hour', async () => {
  await local.userPools.ensureUser(demo)
  await resetPassword({ username: demo.email })
  local.advance(3_600_000)
  const confirmation = {
    username: demo.email,
    confirmationCode: local.codeFor(demo.email),
    newPassword: 'Fresh-Pass-2',
  }
  expect(await caught(confirmResetPassword(confirmation))).toBe(
    'ExpiredCodeException: Invalid code provided, please request a code again.',
  )
})

test('a password is changed only by who knows the old one', async () => {
  await local.userPools.ensureUser(demo)
  await signIn({ username: demo.email, password: demo.password })
  const newPassword = 'Fresh-Pass-2'
  expect(await caught(updatePassword({ oldPassword: 'Wrong-Pass-1', newPassword }))).toContain(
    'NotAuthorizedException',
  )
  await updatePassword({ oldPassword: demo.password, newPassword })
  await signOut()
  expect((await signIn({ username: demo.email, password: newPassword })).isSignedIn).toBe(true)
})

test('signing out makes the tokens of that session void, and of no other', async () => {
  await local.userPools.ensureUser(demo)
  await signIn({ username: demo.email, password: demo.password })
  const { access } = await tokensNow()
  const elsewhere = await signInElsewhere()
  await signOut()
  expect(await caught(local.userPools.tokens.verify(access, poolId))).toBe(
    'UnauthorizedException: Token has been revoked.',
  )
  expect(await caught(local.userPools.tokens.verify(elsewhere, poolId))).toBe('no error')
})

test('a global sign-out makes every session void', async () => {
  await local.userPools.ensureUser(demo)
  await signIn({ username: demo.email, password: demo.password })
  const { access, id } = await tokensNow()
  await signOut({ global: true })
  expect(await caught(local.userPools.tokens.verify(access, poolId))).toContain('revoked')
  expect(await caught(local.userPools.tokens.verify(id, poolId))).toContain('revoked')
  expect((await call(local.endpoint, 'GetUser', { AccessToken: access })).body).toEqual({
    __type: 'NotAuthorizedException',
    message: 'Access Token has been revoked',
  })
})

test('a deleted user is gone, with every token', async () => {
  await local.userPools.ensureUser(demo)
  await signIn({ username: demo.email, password: demo.password })
  const { access } = await tokensNow()
  await deleteUser()
  expect(await caught(local.userPools.tokens.verify(access, poolId))).toContain('revoked')
  // Whoever looks at the token alone cannot know that; AppSync does no more.
  expect(await caught(local.userPools.tokens.verifySignature(access, poolId))).toBe('no error')
  expect(await caught(signIn({ username: demo.email, password: demo.password }))).toBe(
    'NotAuthorizedException: Incorrect username or password.',
  )
})

test('a new e-mail address counts once its code is entered', async () => {
  await local.userPools.ensureUser(demo)
  await signIn({ username: demo.email, password: demo.password })
  const moved = 'moved@example.com'
  await updateUserAttributes({ userAttributes: { email: moved } })
  expect((await fetchUserAttributes()).email).toBe(demo.email)
  await confirmUserAttribute({
    userAttributeKey: 'email',
    confirmationCode: local.codeFor(moved),
  })
  expect(await fetchUserAttributes()).toMatchObject({ email: moved, email_verified: 'true' })
  await signOut()
  expect((await signIn({ username: moved, password: demo.password })).isSignedIn).toBe(true)
})

test('an administrator’s temporary password must be replaced at the first sign-in', async () => {
  const admin = new CognitoIdentityProviderClient({
    endpoint: local.endpoint,
    region: 'us-east-1',
    credentials: local.credentials.tools,
  })
  await admin.send(new AdminCreateUserCommand({ UserPoolId: poolId, Username: email }))
  const result = await signIn({ username: email, password: local.codeFor(email) })
  expect(result.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED')
  expect((await confirmSignIn({ challengeResponse: password })).isSignedIn).toBe(true)
})

test('users, sessions and signing key survive a restart', async () => {
  await signUp({ username: email, password })
  await confirmSignUp({ username: email, confirmationCode: local.codeFor(email) })
  await signIn({ username: email, password })
  const { access } = await tokensNow()
  await local.close()
  local = await startLocalCognito({ stateDir: local.stateDir })
  configureAmplify(local.endpoint)
  expect(await local.userPools.tokens.verify(access, poolId)).toHaveProperty('token_use', 'access')
  await fetchAuthSession({ forceRefresh: true })
  await signOut()
  expect((await signIn({ username: email, password })).isSignedIn).toBe(true)
})

test('state on disk is private and holds no password', async () => {
  await signUp({ username: email, password })
  const folder = join(local.stateDir, 'cognito')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
  for (const { entry, path } of paths) {
    expect((await stat(path)).mode & 0o777).toBe(entry.isDirectory() ? 0o700 : 0o600)
  }
  const files = paths.filter(({ entry }) => entry.isFile())
  const texts = await Promise.all(files.map(({ path }) => readFile(path, 'utf8')))
  expect(texts.filter((text) => text.includes('"verifier"'))).toHaveLength(1)
  expect(texts.join()).not.toContain(password)
})
