import { findUser, namedUserSchema } from '../admin-user.ts'
import { adminOperation } from '../operation.ts'

export const adminDeleteUser = adminOperation(
  'AdminDeleteUser',
  namedUserSchema,
  async (at, { Username }) => {
    await at.users.remove(findUser(at, Username).sub)
    return {}
  },
)
