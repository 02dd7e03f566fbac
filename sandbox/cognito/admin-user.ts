import * as z from 'zod'
import { CognitoError } from './errors.ts'
import { type PoolContext, usernameSchema } from './operation.ts'
import { attributeList, type User } from './user.ts'

/** What most administrators' operations on one user take. */
export const namedUserSchema = z.object({ Username: usernameSchema })

/** @throws CognitoError `UserNotFoundException`: administrators are told */
export function findUser(at: Pick<PoolContext, 'users'>, name: string): User {
  const user = at.users.find(name)
  if (user) return user
  throw new CognitoError('UserNotFoundException', 'User does not exist.')
}

/** @returns a user as administrators see it; dates in seconds since the epoch */
export function describeForAdmin(user: User): {
  Username: string
  UserCreateDate: number
  UserLastModifiedDate: number
  Enabled: boolean
  UserStatus: User['status']
} {
  return {
    Username: user.username,
    UserCreateDate: user.createdAtMs / 1_000,
    UserLastModifiedDate: user.modifiedAtMs / 1_000,
    Enabled: user.enabled,
    UserStatus: user.status,
  }
}

/** @returns a user as `ListUsers` and `AdminCreateUser` give it */
export function describeWithAttributes(user: User): object {
  return { ...describeForAdmin(user), Attributes: attributeList(user) }
}

/** What the operations on a user's groups take. */
export const userInGroupSchema = z.object({
  Username: usernameSchema,
  GroupName: z.string().min(1).max(128),
})

/** Changes the groups of a user; tokens made from then on say so. */
export async function changeGroups(
  at: PoolContext,
  { Username, GroupName }: z.infer<typeof userInGroupSchema>,
  change: (groups: readonly string[]) => string[],
): Promise<object> {
  if (!at.pool.groups.some(({ name }) => name === GroupName)) {
    throw new CognitoError('ResourceNotFoundException', 'Group not found.')
  }
  const { sub } = findUser(at, Username)
  await at.users.update(sub, (user) => ({ ...user, groups: change(user.groups) }))
  return {}
}

/** Lets a user in, or keeps them out: a disabled user's tokens are refused. */
export async function setEnabled(at: PoolContext, name: string, enabled: boolean): Promise<object> {
  const { sub } = findUser(at, name)
  await at.users.update(sub, (user) => ({ ...user, enabled, modifiedAtMs: at.now() }))
  return {}
}
