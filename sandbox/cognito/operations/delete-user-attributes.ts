import * as z from 'zod'
import { checkMutable, checkRequired, readAttributes } from '../attributes.ts'
import { invalidParameter } from '../errors.ts'
import { tokenOperation } from '../operation.ts'

const input = z.object({ UserAttributeNames: z.array(z.string().min(1).max(32)).max(100) })

export const deleteUserAttributes = tokenOperation(
  'DeleteUserAttributes',
  input,
  async (at, { UserAttributeNames: names }) => {
    readAttributes(
      at.pool,
      at.client,
      names.flatMap((Name) => (isAddress(Name) ? [] : [{ Name }])),
    )
    checkMutable(at.pool, names)
    if (at.pool.signInAttributes.some((name) => names.includes(name))) {
      throw invalidParameter('An attribute that signs the user in cannot be deleted.')
    }
    const gone = names.flatMap((name) => (isAddress(name) ? [name, `${name}_verified`] : [name]))
    await at.users.update(at.user.sub, (user) => {
      const kept = Object.entries(user.attributes).filter(([name]) => !gone.includes(name))
      const attributes = Object.fromEntries(kept)
      checkRequired(at.pool, attributes)
      return { ...user, attributes, modifiedAtMs: at.now() }
    })
    return {}
  },
)

function isAddress(name: string): boolean {
  return name === 'email' || name === 'phone_number'
}
