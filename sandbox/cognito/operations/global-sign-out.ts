import * as z from 'zod'
import { tokenOperation } from '../operation.ts'

export const globalSignOut = tokenOperation('GlobalSignOut', z.object({}), async (at) => {
  await at.users.update(at.user.sub, (user) => ({ ...user, sessions: [] }))
  return {}
})
