import * as z from 'zod'
import { tokenOperation } from '../operation.ts'

export const deleteUser = tokenOperation('DeleteUser', z.object({}), async (at) => {
  await at.users.remove(at.user.sub)
  return {}
})
