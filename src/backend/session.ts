import { fetchUserAttributes, getCurrentUser, signOut, updatePassword } from 'aws-amplify/auth'
import { isCommonPassword, minPasswordLength } from '#domain/account/password.ts'
import { AppError } from '#domain/errors.ts'
import { type UserId, userIdSchema } from '#domain/ids.ts'
import { assetCache } from './asset-cache.ts'
import { toAppError } from './errors.ts'

export type Person = { readonly id: UserId; readonly email: string }

/**
 * Who is signed in.
 * @throws AppError UNAUTHENTICATED when nobody is
 */
export async function currentPerson(): Promise<Person> {
  try {
    const { userId, signInDetails } = await getCurrentUser()
    const email = signInDetails?.loginId ?? (await fetchUserAttributes()).email ?? ''
    return { id: userIdSchema.parse(userId), email }
  } catch (error) {
    throw toAppError(error)
  }
}

/** Signs out on this device and forgets the images kept on it; unsent work stays. */
export async function leave(): Promise<void> {
  await assetCache.clear()
  await signOut()
}

const passwordRefusals: Readonly<Record<string, { detail: string; field: 'current' | 'next' }>> = {
  NotAuthorizedException: { field: 'current', detail: 'The current password is not right.' },
  InvalidPasswordException: {
    field: 'next',
    detail: `The new password is too simple: use ${minPasswordLength} or more characters of all kinds.`,
  },
  LimitExceededException: {
    field: 'current',
    detail: 'Too many tries. Wait a quarter of an hour, then try again.',
  },
}

/** @throws AppError INVALID_REQUEST naming `current` or `next`, when the change is refused */
export async function changePassword(oldPassword: string, newPassword: string): Promise<void> {
  if (isCommonPassword(newPassword)) {
    const detail = 'The new password is one of the commonest. Choose another one.'
    throw new AppError('INVALID_REQUEST', detail, { field: 'next' })
  }
  try {
    await updatePassword({ oldPassword, newPassword })
  } catch (error) {
    const refusal = passwordRefusals[(error as { name?: string }).name ?? '']
    if (!refusal) throw toAppError(error)
    throw new AppError('INVALID_REQUEST', refusal.detail, { field: refusal.field, cause: error })
  }
}
