import * as z from 'zod'
import { CognitoError, invalidParameter } from '../errors.ts'
import { type ClientContext, clientOperation } from '../operation.ts'
import {
  askForProof,
  attemptName,
  continueSignIn,
  refreshTokens,
  refusePassword,
  type SignInStep,
} from '../sign-in.ts'
import { isPassword } from '../srp.ts'

type Parameters = Readonly<Record<string, string>>

const input = z.object({
  AuthFlow: z.string(),
  AuthParameters: z.record(z.string().max(64), z.string().max(8_192)).default({}),
})

export const initiateAuth = clientOperation('InitiateAuth', input, async (at, request) => {
  const parameters = request.AuthParameters
  switch (request.AuthFlow) {
    case 'USER_SRP_AUTH':
      checkFlow(at, 'USER_SRP_AUTH', 'USER_SRP_AUTH is not enabled for the client.')
      return askForProof(at, required(parameters, 'USERNAME'), required(parameters, 'SRP_A'))
    case 'USER_PASSWORD_AUTH':
      checkFlow(at, 'USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH flow not enabled for this client')
      return await signInWithPassword(at, parameters)
    case 'REFRESH_TOKEN':
    case 'REFRESH_TOKEN_AUTH':
      checkFlow(at, 'REFRESH_TOKEN_AUTH', 'Auth flow not enabled for this client')
      return {
        AuthenticationResult: await refreshTokens(at, required(parameters, 'REFRESH_TOKEN')),
        ChallengeParameters: {},
      }
    default:
      throw invalidParameter(`The sandbox does not support the auth flow ${request.AuthFlow}.`)
  }
})

async function signInWithPassword(at: ClientContext, parameters: Parameters): Promise<SignInStep> {
  const typedName = required(parameters, 'USERNAME')
  const password = required(parameters, 'PASSWORD')
  const user = at.users.find(typedName)
  if (!user && !at.client.hidesUsers) {
    throw new CognitoError('UserNotFoundException', 'User does not exist.')
  }
  at.attempts.checkSignIn(attemptName(at, typedName))
  const owner = { poolName: at.pool.name, username: user?.username ?? typedName }
  const record = user?.password ?? { salt: '00', verifier: '01' }
  const isRight = isPassword(owner, password, record)
  if (!isRight || !user) refusePassword(at, typedName)
  at.attempts.signInSucceeded(attemptName(at, typedName))
  return await continueSignIn(at, user)
}

function checkFlow(at: ClientContext, flow: string, message: string): void {
  const names = [flow, `ALLOW_${flow}`]
  if (!names.some((name) => at.client.authFlows.includes(name))) throw invalidParameter(message)
}

function required(parameters: Parameters, name: string): string {
  const value = parameters[name]
  if (!value) throw invalidParameter(`Missing required parameter ${name}`)
  return value
}
