import { namedUserSchema, setEnabled } from '../admin-user.ts'
import { adminOperation } from '../operation.ts'

export const adminDisableUser = adminOperation(
  'AdminDisableUser',
  namedUserSchema,
  (at, { Username }) => setEnabled(at, Username, false),
)
