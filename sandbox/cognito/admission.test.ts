import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth'
import { generateKeyPair, SignJWT } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  call,
  clientId,
  configureAmplify,
  type LocalCognito,
  poolId,
  startLocalCognito,
} from './local-cognito.fixture.ts'

// Who is let in, and what strangers can find out.

const demo = { email: 'demo@example.com', password: 'Demo-Pass-1' }
const nobody = 'nobody@example.com'
let local: LocalCognito

beforeEach(async () => {
  local = await startLocalCognito()
  configureAmplify(local.endpoint)
  await local.userPools.ensureUser(demo)
})

afterEach(async () => {
  await signOut()
  await local.close()
})

async function idToken(): Promise<string> {
  await signIn({ username: demo.email, password: demo.password })
  return String((await fetchAuthSession()).tokens?.idToken)
}

function caught(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: Error) => `${error.name}: ${error.message}`,
  )
}

function verify(token: string): Promise<string> {
  return caught(local.userPools.tokens.verify(token, poolId))
}

function askForProof(username: string) {
  const AuthParameters = { USERNAME: username, SRP_A: 'ab12' }
  const flow = { ClientId: clientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters }
  return call(local.endpoint, 'InitiateAuth', flow)
}

test('a token altered by one character is refused', async () => {
  const token = await idToken()
  expect(await verify(token)).toBe('no error')
  const [header, payload = '', signature] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  const altered = Buffer.from(JSON.stringify({ ...claims, sub: 'someone' })).toString('base64url')
  expect(await verify([header, altered, signature].join('.'))).toContain('signature is not valid')
})

test('a token signed by another key, or by none, is refused', async () => {
  const token = await idToken()
  const [, payload = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  const { privateKey } = await generateKeyPair('RS256')
  const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)
  expect(await verify(forged)).toContain('signature is not valid')
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  expect(await verify(`${none}.${payload}.`)).toContain('UnauthorizedException')
  expect(await verify('not a token')).toBe('UnauthorizedException: Unable to parse JWT token.')
})

test('a token is refused after an hour, and by another pool', async () => {
  const token = await idToken()
  local.advance(3_600_000)
  expect(await verify(token)).toBe('UnauthorizedException: Token has expired.')
  expect(await caught(local.userPools.tokens.verify(token, 'us-east-1_Other'))).toContain(
    'not issued for this user pool',
  )
})

test('the published key verifies the tokens', async () => {
  const response = await fetch(`${local.endpoint}/${poolId}/.well-known/jwks.json`)
  const { keys } = (await response.json()) as { keys: Record<string, string>[] }
  const [header = ''] = (await idToken()).split('.')
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string }
  expect(keys.map((key) => key['kid'])).toEqual([kid])
  expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
})

test('a name that nobody has is asked for a password like any other', async () => {
  const [known, unknown, again] = [
    await askForProof(demo.email),
    await askForProof(nobody),
    await askForProof(nobody),
  ]
  const shape = ({ body }: typeof known) => Object.keys(body['ChallengeParameters'] as object)
  expect(shape(unknown)).toEqual(shape(known))
  expect(unknown.body['ChallengeParameters']).toMatchObject({
    USERNAME: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    SALT: (again.body['ChallengeParameters'] as Record<string, string>)['SALT'],
  })
  expect(await caught(signIn({ username: nobody, password: demo.password }))).toBe(
    'NotAuthorizedException: Incorrect username or password.',
  )
})

test('a reset for a name that nobody has answers the same, and mails nothing', async () => {
  const ask = (Username: string) =>
    call(local.endpoint, 'ForgotPassword', { ClientId: clientId, Username })
  const known = await ask('demo@example.com')
  expect(local.mails.list()).toHaveLength(1)
  // The address differs in one letter only, which the mask hides.
  expect(await ask('dave@example.com')).toEqual(known)
  expect(local.mails.list()).toHaveLength(1)
  const confirm = (Username: string) =>
    call(local.endpoint, 'ConfirmForgotPassword', {
      ClientId: clientId,
      Username,
      ConfirmationCode: 'wrong',
      Password: 'Fresh-Pass-2',
    })
  expect(await confirm('dave@example.com')).toEqual(await confirm('demo@example.com'))
})

test('where the client allows it, an unknown name is told', async () => {
  await local.close()
  local = await startLocalCognito({ client: { PreventUserExistenceErrors: 'LEGACY' } })
  expect((await askForProof(nobody)).body).toEqual({
    __type: 'UserNotFoundException',
    message: 'User does not exist.',
  })
})

test('five wrong passwords lock the sign-in for a second, then it opens again', async () => {
  for (let count = 0; count < 5; count += 1) {
    await caught(signIn({ username: demo.email, password: 'Wrong-Pass-1' }))
  }
  expect((await askForProof(demo.email.toUpperCase())).body).toEqual({
    __type: 'NotAuthorizedException',
    message: 'Password attempts exceeded',
  })
  local.advance(1_001)
  const result = await signIn({ username: demo.email, password: demo.password })
  expect(result.isSignedIn).toBe(true)
})

test('a lock outlives a restart', async () => {
  const fail = () => caught(signIn({ username: demo.email, password: 'Wrong-Pass-1' }))
  for (let count = 0; count < 5; count += 1) await fail()
  // The lock of the sixth ends ten minutes later than the clock after the restart says.
  local.advance(600_000)
  await fail()
  await local.close()
  local = await startLocalCognito({ stateDir: local.stateDir })
  expect((await askForProof(demo.email)).body).toEqual({
    __type: 'NotAuthorizedException',
    message: 'Password attempts exceeded',
  })
})

test('codes cannot be guessed: the sixteenth try within an hour is refused', async () => {
  await call(local.endpoint, 'ForgotPassword', { ClientId: clientId, Username: demo.email })
  const guess = () =>
    call(local.endpoint, 'ConfirmForgotPassword', {
      ClientId: clientId,
      Username: demo.email,
      ConfirmationCode: 'wrong',
      Password: 'Fresh-Pass-2',
    })
  for (let count = 0; count < 15; count += 1) {
    expect((await guess()).body).toMatchObject({ __type: 'CodeMismatchException' })
  }
  expect((await guess()).body).toEqual({
    __type: 'LimitExceededException',
    message: 'Attempt limit exceeded, please try after some time.',
  })
})

test('a proof of the password cannot be sent twice', async () => {
  const { body } = await askForProof(demo.email)
  const { SECRET_BLOCK, USERNAME } = body['ChallengeParameters'] as Record<string, string>
  const respond = () =>
    call(local.endpoint, 'RespondToAuthChallenge', {
      ClientId: clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: {
        USERNAME,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: 'AAAA',
        TIMESTAMP: 'Sat Nov 21 09:05:01 UTC 2026',
      },
    })
  expect((await respond()).body['message']).toBe('Incorrect username or password.')
  expect((await respond()).body['message']).toContain('Invalid session for the user')
})

test.each([
  ['USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH flow not enabled for this client'],
  ['CUSTOM_AUTH', 'The sandbox does not support the auth flow CUSTOM_AUTH.'],
])('the flow %s is refused by name', async (AuthFlow, message) => {
  const { body } = await call(local.endpoint, 'InitiateAuth', { ClientId: clientId, AuthFlow })
  expect(body).toEqual({ __type: 'InvalidParameterException', message })
})

test.each(['0', 'xyz', ''])('the public value %j cannot void the proof', async (SRP_A) => {
  const AuthParameters = { USERNAME: demo.email, SRP_A }
  const flow = { ClientId: clientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters }
  const { body } = await call(local.endpoint, 'InitiateAuth', flow)
  expect(body).toMatchObject({ __type: 'InvalidParameterException' })
})

test.each(['email_verified', 'sub', 'custom:unknown'])(
  'a client may not set %s for itself',
  async (Name) => {
    const { status } = await call(local.endpoint, 'SignUp', {
      ClientId: clientId,
      Username: nobody,
      Password: demo.password,
      UserAttributes: [{ Name, Value: 'true' }],
    })
    expect(status).toBe(400)
  },
)

test('an operation that is not there is an error with its name', async () => {
  const { status, body } = await call(local.endpoint, 'SetUICustomization', {})
  expect(status).toBe(400)
  expect(body).toMatchObject({ __type: 'UnknownOperationException' })
  expect(body['message']).toContain('SetUICustomization')
})

test('nothing that is logged holds a password or a token', async () => {
  const token = await idToken()
  const text = JSON.stringify(local.logged)
  expect(text).not.toContain(demo.password)
  expect(text).not.toContain(token.slice(0, 40))
})
