import { randomUUID } from 'node:crypto'
import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { confirmSignUp, signUp } from 'aws-amplify/auth'
import type { BackendFacts } from '../../scripts/backend-process.ts'
import { mailedCode } from '../backend/inbox.ts'
import { password } from '../backend/sign-in.ts'
import type { Clients } from './clients.ts'
import { type Load, Violation } from './load.ts'

type Status = 'UNCONFIRMED' | 'CONFIRMED'

/** Cognito: people sign up with aws-amplify, confirm with the mailed code, and are removed again. */
export function createPeopleLoad({ patient, userPoolId }: Clients, facts: BackendFacts): Load {
  /** What may be found of each, `undefined` for nobody. */
  const people = new Map<string, readonly (Status | undefined)[]>()
  let removed: readonly string[] = []
  let acknowledged = 0

  async function join(): Promise<void> {
    const email = `${randomUUID()}@example.com`
    people.set(email, [undefined, 'UNCONFIRMED'])
    await signUp({ username: email, password, options: { userAttributes: { email } } })
    people.set(email, ['UNCONFIRMED'])
    acknowledged += 1
    const confirmationCode = await mailedCode(facts.endpoint, email)
    if (confirmationCode === undefined) throw new Violation(`no code was mailed to ${email}`)
    people.set(email, ['UNCONFIRMED', 'CONFIRMED'])
    await confirmSignUp({ username: email, confirmationCode })
    people.set(email, ['CONFIRMED'])
    acknowledged += 1
  }

  async function statusOf(email: string): Promise<string | undefined> {
    const command = new AdminGetUserCommand({ UserPoolId: userPoolId, Username: email })
    try {
      return (await patient.cognito.send(command)).UserStatus
    } catch (error) {
      if (error instanceof Error && error.name === 'UserNotFoundException') return undefined
      throw error
    }
  }

  return {
    name: 'Cognito users',
    lanes: 1,
    get acknowledged() {
      return acknowledged
    },
    async step() {
      // Whatever the client makes of a backend that is gone: it was not acknowledged.
      await join().catch((error: unknown) => {
        if (error instanceof Violation) throw error
      })
    },
    async check() {
      for (const email of removed) {
        if ((await statusOf(email)) !== undefined) throw new Violation(`${email} came back`)
      }
      for (const [email, possible] of people) {
        const found = await statusOf(email)
        if (!possible.some((status) => status === found)) {
          throw new Violation(`${email} is ${found ?? 'nobody'}, not ${possible.join(' or ')}`)
        }
        if (found === undefined) continue
        const person = { UserPoolId: userPoolId, Username: email }
        await patient.cognito.send(new AdminDeleteUserCommand(person))
      }
      removed = [...people.keys()]
      people.clear()
    },
  }
}
