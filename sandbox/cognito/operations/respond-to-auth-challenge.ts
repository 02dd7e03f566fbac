import * as z from 'zod'
import { readAttributes } from '../attributes.ts'
import { withoutCode } from '../codes.ts'
import { invalidParameter, notAuthorized } from '../errors.ts'
import { type ClientContext, clientOperation } from '../operation.ts'
import { checkPassword } from '../password-policy.ts'
import { askForFactor, type Factor, usableFactors } from '../second-factor.ts'
import {
  attemptName,
  continueSignIn,
  finishSignIn,
  refusePassword,
  type SignInStep,
} from '../sign-in.ts'
import { withUsedCode } from '../software-token.ts'
import { isClaimProven, recordPassword } from '../srp.ts'

type Responses = Readonly<Record<string, string>>

/** As aws-amplify writes it, e.g. `Sat Nov 7 09:05:01 UTC 2026`. */
const TIMESTAMP = /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d{1,2} \d{2}:\d{2}:\d{2} UTC \d{4}$/

const input = z.object({
  ChallengeName: z.string(),
  ChallengeResponses: z.record(z.string().max(128), z.string().max(8_192)).default({}),
  Session: z.string().max(2_048).optional(),
})

export const respondToAuthChallenge = clientOperation(
  'RespondToAuthChallenge',
  input,
  async (at, request) => {
    const responses = request.ChallengeResponses
    switch (request.ChallengeName) {
      case 'PASSWORD_VERIFIER':
        return await checkProof(at, responses)
      case 'NEW_PASSWORD_REQUIRED':
        return await replacePassword(at, responses, request.Session ?? '')
      case 'SOFTWARE_TOKEN_MFA':
      case 'EMAIL_OTP':
        return await checkCode(at, request.ChallengeName, {
          code: required(responses, `${request.ChallengeName}_CODE`),
          session: request.Session ?? '',
        })
      case 'SELECT_MFA_TYPE':
        return await chooseFactor(at, required(responses, 'ANSWER'), request.Session ?? '')
      case 'MFA_SETUP':
        return await finishSetup(at, request.Session ?? '')
      default:
        throw invalidParameter(`The sandbox has no challenge ${request.ChallengeName}.`)
    }
  },
)

async function checkProof(at: ClientContext, responses: Responses): Promise<SignInStep> {
  const secretBlock = required(responses, 'PASSWORD_CLAIM_SECRET_BLOCK')
  const timestamp = required(responses, 'TIMESTAMP')
  const signature = required(responses, 'PASSWORD_CLAIM_SIGNATURE')
  const username = required(responses, 'USERNAME')
  if (!TIMESTAMP.test(timestamp)) {
    throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english')
  }
  const challenge = at.challenges.take('PASSWORD_VERIFIER', secretBlock, at.client.id)
  const { exchange, owner, sub, typedName } = challenge
  at.attempts.checkSignIn(attemptName(at, typedName))
  const isProven = isClaimProven(exchange, owner, { secretBlock, timestamp, signature })
  const user = sub === undefined ? undefined : at.users.findBySub(sub)
  const isSameUser = username === owner.username || at.users.find(username)?.sub === sub
  if (!isProven || !isSameUser || !user) refusePassword(at, typedName)
  at.attempts.signInSucceeded(attemptName(at, typedName))
  return await continueSignIn(at, user)
}

async function replacePassword(
  at: ClientContext,
  responses: Responses,
  session: string,
): Promise<SignInStep> {
  const password = required(responses, 'NEW_PASSWORD')
  checkPassword(at.pool.passwordPolicy, password)
  const given = Object.entries(responses)
    .filter(([name]) => name.startsWith('userAttributes.'))
    .map(([name, Value]) => ({ Name: name.slice('userAttributes.'.length), Value }))
  const attributes = readAttributes(at.pool, at.client, given)
  const { sub } = at.challenges.take('NEW_PASSWORD_REQUIRED', session, at.client.id)
  const user = await at.users.update(sub, (current) => {
    if (current.status !== 'FORCE_CHANGE_PASSWORD')
      throw notAuthorized('Invalid session for the user.')
    const owner = { poolName: at.pool.name, username: current.username }
    return {
      ...current,
      status: 'CONFIRMED',
      password: recordPassword(owner, password),
      attributes: { ...current.attributes, ...attributes },
      modifiedAtMs: at.now(),
    }
  })
  return await continueSignIn(at, user)
}

async function chooseFactor(
  at: ClientContext,
  answer: string,
  session: string,
): Promise<SignInStep> {
  const { sub } = at.challenges.take('SELECT_MFA_TYPE', session, at.client.id)
  const user = at.users.findBySub(sub)
  if (!user?.enabled) throw notAuthorized('User is disabled.')
  const factor = usableFactors(at, user).find((each) => each === answer)
  if (!factor) throw invalidParameter(`${answer} is no factor of the user.`)
  return await askForFactor(at, user, factor)
}

async function checkCode(
  at: ClientContext,
  factor: Factor,
  { code, session }: { code: string; session: string },
): Promise<SignInStep> {
  // A wrong code may be followed by a right one: the key is used up by that one only.
  const { sub } = at.challenges.find(factor, session)
  // Counted apart from passwords: whoever knows the password must not be able to start anew.
  const tries = `code ${at.pool.id} ${sub}`
  at.attempts.checkSignIn(tries)
  at.attempts.signInFailed(tries)
  const nowMs = at.now()
  const user = await at.users.update(sub, (current) =>
    factor === 'EMAIL_OTP'
      ? withoutCode(current, 'sign-in', { code, nowMs })
      : withUsedCode(current, code, nowMs),
  )
  at.attempts.signInSucceeded(tries)
  at.challenges.take(factor, session, at.client.id)
  if (!user.enabled) throw notAuthorized('User is disabled.')
  return await finishSignIn(at, user)
}

async function finishSetup(at: ClientContext, session: string): Promise<SignInStep> {
  const { sub, isVerified } = at.challenges.take('MFA_SETUP', session, at.client.id)
  if (!isVerified) throw notAuthorized('Invalid session for the user.')
  const user = await at.users.update(sub, (current) =>
    current.softwareToken
      ? { ...current, softwareToken: { ...current.softwareToken, isEnabled: true } }
      : current,
  )
  if (!user.enabled) throw notAuthorized('User is disabled.')
  return await finishSignIn(at, user)
}

function required(responses: Responses, name: string): string {
  const value = responses[name]
  if (!value) throw invalidParameter(`Missing required parameter ${name}`)
  return value
}
