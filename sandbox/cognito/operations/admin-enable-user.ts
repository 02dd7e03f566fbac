import { namedUserSchema, setEnabled } from '../admin-user.ts'
import { adminOperation } from '../operation.ts'

export const adminEnableUser = adminOperation(
  'AdminEnableUser',
  namedUserSchema,
  (at, { Username }) => setEnabled(at, Username, true),
)
