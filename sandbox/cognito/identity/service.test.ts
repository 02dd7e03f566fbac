import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  call,
  clientId,
  configureAmplify,
  identityPoolId,
  type LocalCognito,
  provider,
  startLocalCognito,
  userRoleArn,
} from '../local-cognito.fixture.ts'

const demo = { email: 'demo@example.com', password: 'Demo-Pass-1' }
let local: LocalCognito

beforeEach(() => start())

afterEach(async () => {
  await signOut()
  await local.close()
})

async function start(changes: Parameters<typeof startLocalCognito>[0] = {}): Promise<void> {
  const client = { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'] }
  local = await startLocalCognito({ client, ...changes })
  configureAmplify(local.endpoint)
  await local.userPools.ensureUser(demo)
}

async function restart(changes: Parameters<typeof startLocalCognito>[0]): Promise<void> {
  await local.close()
  await start(changes)
}

/** An ID token taken past the Amplify client, which would ask for an identity at once. */
async function idToken(email = demo.email): Promise<string> {
  const AuthParameters = { USERNAME: email, PASSWORD: demo.password }
  const flow = { ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }
  const { body } = await call(local.endpoint, 'InitiateAuth', flow)
  return (body['AuthenticationResult'] as { IdToken: string }).IdToken
}

function getId(Logins: object = {}) {
  return call(local.endpoint, 'GetId', { IdentityPoolId: identityPoolId, Logins })
}

test('a signed-in user gets credentials of the role, tagged with their sub', async () => {
  const { sub } = await local.userPools.ensureUser(demo)
  await signIn({ username: demo.email, password: demo.password })
  const { credentials, identityId } = await fetchAuthSession()
  expect(identityId).toMatch(/^us-east-1:[0-9a-f-]{36}$/)
  const held = local.credentials.find(
    credentials?.accessKeyId ?? '',
    credentials?.sessionToken,
    Date.now(),
  )
  expect(held).toMatchObject({
    secretAccessKey: credentials?.secretAccessKey,
    caller: { roleArn: userRoleArn, tags: { sub } },
  })
  const hourMs = Number(credentials?.expiration) - Date.now()
  expect(Math.round(hourMs / 60_000)).toBe(60)
})

test('an identity is the same at every sign-in and after a restart', async () => {
  const Logins = { [provider]: await idToken() }
  const first = await getId(Logins)
  await restart({ stateDir: local.stateDir })
  expect((await getId({ [provider]: await idToken() })).body).toEqual(first.body)
})

test('guests are refused unless the pool allows them', async () => {
  expect((await getId()).body).toEqual({
    __type: 'NotAuthorizedException',
    message: 'Unauthenticated access is not supported for this identity pool.',
  })
  await restart({ identityPool: { AllowUnauthenticatedIdentities: true } })
  const { body } = await getId()
  const answer = await call(local.endpoint, 'GetCredentialsForIdentity', body)
  expect(answer.status).toBe(200)
})

test('a guest who signs in keeps the identity, which is then closed to guests', async () => {
  await restart({ identityPool: { AllowUnauthenticatedIdentities: true } })
  const IdentityId = String((await getId()).body['IdentityId'])
  const ask = (Logins: object) =>
    call(local.endpoint, 'GetCredentialsForIdentity', { IdentityId, Logins })
  const Logins = { [provider]: await idToken() }
  expect((await ask(Logins)).body).toMatchObject({ IdentityId })
  expect((await getId(Logins)).body).toEqual({ IdentityId })
  expect((await ask({})).body['message']).toBe(`Access to Identity '${IdentityId}' is forbidden.`)
})

test('another user’s identity is refused', async () => {
  const mine = await getId({ [provider]: await idToken() })
  const other = 'other@example.com'
  await local.userPools.ensureUser({ ...demo, email: other })
  const answer = await call(local.endpoint, 'GetCredentialsForIdentity', {
    ...mine.body,
    Logins: { [provider]: await idToken(other) },
  })
  expect(answer.body).toMatchObject({ __type: 'NotAuthorizedException' })
  expect(answer.body['message']).toContain("Logins don't match.")
})

test('an access token, a forged one or a foreign provider is no login', async () => {
  await signIn({ username: demo.email, password: demo.password })
  const token = await idToken()
  const access = String((await fetchAuthSession()).tokens?.accessToken)
  const reason = async (Logins: object) => (await getId(Logins)).body['message']
  expect(await reason({ [provider]: access })).toBe(
    'Invalid login token. Missing a required claim: aud',
  )
  expect(await reason({ [provider]: `${token.slice(0, -8)}AAAAAAAA` })).toBe(
    "Invalid login token. Couldn't verify signed token.",
  )
  expect(await reason({ 'accounts.google.com': token })).toBe(
    'Token is not from a supported provider of this identity pool.',
  )
})

test('a role that does not trust session tags hands out nothing', async () => {
  await restart({ trustActions: ['sts:AssumeRoleWithWebIdentity'] })
  const Logins = { [provider]: await idToken() }
  const { body } = await getId(Logins)
  const answer = await call(local.endpoint, 'GetCredentialsForIdentity', { ...body, Logins })
  expect(answer.body).toMatchObject({ __type: 'InvalidIdentityPoolConfigurationException' })
})
