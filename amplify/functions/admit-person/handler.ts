import * as z from 'zod'
import { readSignUpRule } from '#domain/account/sign-up.ts'
import { admitPerson, admitSchema } from '../../jobs/admit-person.ts'
import { readNeeds } from '../read-needs.ts'

const { settings } = readNeeds('admitPerson')
const rule = readSignUpRule(settings.signUp) ?? { kind: 'CLOSED' }

/** Cognito takes back the event that it sent; an error is a refusal, and its message is shown. */
export const handler = async (event: unknown): Promise<unknown> => {
  admitPerson(rule, z.parse(admitSchema, event))
  return event
}
