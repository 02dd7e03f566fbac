import { describeForAdmin, findUser, namedUserSchema } from '../admin-user.ts'
import { adminOperation } from '../operation.ts'
import { describeMfa } from '../second-factor.ts'
import { attributeList } from '../user.ts'

export const adminGetUser = adminOperation('AdminGetUser', namedUserSchema, async (at, request) => {
  const user = findUser(at, request.Username)
  return { ...describeForAdmin(user), UserAttributes: attributeList(user), ...describeMfa(user) }
})
