import * as z from 'zod'
import { tokenOperation } from '../operation.ts'
import { describeMfa } from '../second-factor.ts'
import { attributeList } from '../user.ts'

export const getUser = tokenOperation('GetUser', z.object({}), async ({ user }) => ({
  Username: user.username,
  UserAttributes: attributeList(user),
  ...describeMfa(user),
}))
