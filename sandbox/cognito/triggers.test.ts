import { afterEach, expect, test } from 'vitest'
import type { InvocationResult } from '../lambda/invoker.ts'
import { call, clientId, type LocalCognito, startLocalCognito } from './local-cognito.fixture.ts'

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:admit'
const ann = { Username: 'ann@example.com', Password: 'Correct-horse-9' }
const signUp = { ClientId: clientId, ...ann }

let cognito: LocalCognito
afterEach(() => cognito.close())

type Event = { triggerSource: string; userName: string; request: { userAttributes: object } }

const start = (
  trigger: 'PreSignUp' | 'PreTokenGeneration',
  answer: (event: Event) => object,
  more: object = {},
) =>
  startLocalCognito({
    pool: { LambdaConfig: { [trigger]: arn } },
    client: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    answer: (_arn, event) =>
      ({ requestId: 'r', ...answer(event as Event) }) as unknown as InvocationResult,
    ...more,
  })
const agree = (event: Event) => ({ kind: 'returned', payload: event })
const refuse = () => ({ kind: 'failed', errorType: 'Error', errorMessage: 'Not for you.' })

test('a sign-up that the function refuses makes no user, and says why', async () => {
  cognito = await start('PreSignUp', refuse)
  const { status, body } = await call(cognito.endpoint, 'SignUp', signUp)
  expect({ status, ...body }).toEqual({
    status: 400,
    __type: 'UserLambdaValidationException',
    message: 'PreSignUp failed with error Not for you.',
  })
  expect(cognito.mails.list()).toEqual([])
})

test('a function that agrees hears who signs up', async () => {
  const heard: Event[] = []
  cognito = await start('PreSignUp', (event) => {
    heard.push(event)
    return agree(event)
  })
  expect((await call(cognito.endpoint, 'SignUp', signUp)).status).toBe(200)
  expect(heard).toMatchObject([
    {
      triggerSource: 'PreSignUp_SignUp',
      request: { userAttributes: { email: 'ann@example.com' } },
    },
  ])
})

test.each([
  ['no event', { kind: 'returned', payload: null }, {}, 'InvalidLambdaResponseException'],
  ['a refusal of Lambda', { ...refuse(), isRefused: true }, {}, 'UnexpectedLambdaException'],
  ['no permission', {}, { mayCall: false }, 'UnexpectedLambdaException'],
])('%s ends the sign-up by Cognito’s own error', async (_what, answer, more, type) => {
  cognito = await start('PreSignUp', () => answer, more)
  expect((await call(cognito.endpoint, 'SignUp', signUp)).body['__type']).toBe(type)
})

test('tokens are not made, nor made anew, for one whom the function refuses', async () => {
  let isAdmitted = false
  cognito = await start('PreTokenGeneration', (event) => (isAdmitted ? agree(event) : refuse()))
  await cognito.userPools.ensureUser({ email: ann.Username, password: ann.Password })
  const authenticate = (AuthFlow: string, AuthParameters: object) =>
    call(cognito.endpoint, 'InitiateAuth', { ClientId: clientId, AuthFlow, AuthParameters })
  const signIn = () =>
    authenticate('USER_PASSWORD_AUTH', { USERNAME: ann.Username, PASSWORD: ann.Password })
  expect((await signIn()).body['__type']).toBe('UserLambdaValidationException')
  isAdmitted = true
  const { AuthenticationResult } = (await signIn()).body as {
    AuthenticationResult: { RefreshToken: string }
  }
  isAdmitted = false
  const again = await authenticate('REFRESH_TOKEN_AUTH', {
    REFRESH_TOKEN: AuthenticationResult.RefreshToken,
  })
  expect(again.body['message']).toBe('PreTokenGeneration failed with error Not for you.')
})
