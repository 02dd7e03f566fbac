import * as z from 'zod'
import { admitPerson, admitSchema } from '../../jobs/admit-person.ts'
import { environmentSchema } from '../environment.ts'

const { SIGN_UP } = environmentSchema.pick({ SIGN_UP: true }).parse(process.env)

/** Cognito takes back the event that it sent; an error is a refusal, and its message is shown. */
export const handler = async (event: unknown): Promise<unknown> => {
  admitPerson(SIGN_UP, z.parse(admitSchema, event))
  return event
}
