import { changeGroups, userInGroupSchema } from '../admin-user.ts'
import { adminOperation } from '../operation.ts'

export const adminRemoveUserFromGroup = adminOperation(
  'AdminRemoveUserFromGroup',
  userInGroupSchema,
  (at, request) =>
    changeGroups(at, request, (groups) => groups.filter((name) => name !== request.GroupName)),
)
