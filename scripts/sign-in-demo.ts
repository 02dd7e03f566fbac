import { getCurrentUser, signIn } from 'aws-amplify/auth'
import { type UserId, userIdSchema } from '../domain/ids.ts'
import { demoUser } from './demo-user.ts'

/** Signs the demo account in, for this whole process. @returns the owner of its records */
export async function signInDemo(): Promise<UserId> {
  await signIn({ username: demoUser.email, password: demoUser.password })
  return userIdSchema.parse((await getCurrentUser()).userId)
}
