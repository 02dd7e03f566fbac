import { findUser, namedUserSchema } from '../admin-user.ts'
import { adminOperation } from '../operation.ts'

export const adminUserGlobalSignOut = adminOperation(
  'AdminUserGlobalSignOut',
  namedUserSchema,
  async (at, { Username }) => {
    const { sub } = findUser(at, Username)
    await at.users.update(sub, (user) => ({ ...user, sessions: [] }))
    return {}
  },
)
