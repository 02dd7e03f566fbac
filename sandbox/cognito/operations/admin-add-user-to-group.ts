import { changeGroups, userInGroupSchema } from '../admin-user.ts'
import { adminOperation } from '../operation.ts'

export const adminAddUserToGroup = adminOperation(
  'AdminAddUserToGroup',
  userInGroupSchema,
  (at, request) =>
    changeGroups(at, request, (groups) => [...new Set([...groups, request.GroupName])]),
)
