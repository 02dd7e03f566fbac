import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  call,
  configureAmplify,
  functionRoleArn,
  type LocalCognito,
  poolId,
  region,
  startLocalCognito,
} from './local-cognito.fixture.ts'

// The AWS SDK as an administrator, and as a function whose role may delete users only.

const demo = { email: 'demo@example.com', password: 'Demo-Pass-1' }
const who = { UserPoolId: poolId, Username: demo.email }
let local: LocalCognito
let admin: CognitoIdentityProviderClient
let deleter: CognitoIdentityProviderClient

beforeEach(async () => {
  local = await startLocalCognito()
  configureAmplify(local.endpoint)
  await local.userPools.ensureUser(demo)
  const place = { endpoint: local.endpoint, region }
  const session = { roleArn: functionRoleArn, sessionName: 'run', durationSeconds: 900 }
  admin = new CognitoIdentityProviderClient({ ...place, credentials: local.credentials.tools })
  deleter = new CognitoIdentityProviderClient({
    ...place,
    credentials: local.credentials.issue(session),
  })
})

afterEach(async () => {
  await signOut()
  await local.close()
})

test('a role may do what its policy says, and nothing else', async () => {
  await expect(deleter.send(new AdminGetUserCommand(who))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('not authorized to perform: cognito-idp:AdminGetUser'),
  })
  await deleter.send(new AdminDeleteUserCommand(who))
  await expect(admin.send(new AdminGetUserCommand(who))).rejects.toMatchObject({
    name: 'UserNotFoundException',
  })
})

test('without a signature an administrator’s operation is refused', async () => {
  const { status, body } = await call(local.endpoint, 'AdminDeleteUser', who)
  expect(status).toBe(400)
  expect(body).toMatchObject({ __type: 'MissingAuthenticationTokenException' })
})

test('an administrator sees a user, by e-mail or by internal name', async () => {
  const byEmail = await admin.send(new AdminGetUserCommand(who))
  expect(byEmail).toMatchObject({ Enabled: true, UserStatus: 'CONFIRMED' })
  expect(byEmail.UserCreateDate).toBeInstanceOf(Date)
  const bySub = { UserPoolId: poolId, Username: byEmail.Username }
  expect(await admin.send(new AdminGetUserCommand(bySub))).toMatchObject({
    UserAttributes: byEmail.UserAttributes,
  })
})

test('users are listed in pages and by filter', async () => {
  await local.userPools.ensureUser({ ...demo, email: 'second@example.com' })
  const first = await admin.send(new ListUsersCommand({ UserPoolId: poolId, Limit: 1 }))
  const second = await admin.send(
    new ListUsersCommand({ UserPoolId: poolId, PaginationToken: first.PaginationToken }),
  )
  expect([first.Users?.length, second.Users?.length, second.PaginationToken]).toEqual([
    1,
    1,
    undefined,
  ])
  const Filter = 'email ^= "second"'
  const found = await admin.send(new ListUsersCommand({ UserPoolId: poolId, Filter }))
  expect(found.Users).toMatchObject([{ Username: second.Users?.[0]?.Username }])
})

test('a password that an administrator sets is the one that signs in', async () => {
  const Password = 'Fresh-Pass-2'
  await admin.send(new AdminSetUserPasswordCommand({ ...who, Password, Permanent: true }))
  expect((await signIn({ username: demo.email, password: Password })).isSignedIn).toBe(true)
})

test('groups are in the tokens; an administrator can end every session', async () => {
  await admin.send(new AdminAddUserToGroupCommand({ ...who, GroupName: 'editors' }))
  await signIn({ username: demo.email, password: demo.password })
  const { tokens } = await fetchAuthSession()
  expect(tokens?.accessToken.payload['cognito:groups']).toEqual(['editors'])
  await admin.send(new AdminUserGlobalSignOutCommand(who))
  await expect(local.userPools.tokens.verify(String(tokens?.accessToken), poolId)).rejects.toThrow(
    'revoked',
  )
})
