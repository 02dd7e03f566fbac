import { fetchUserAttributes, getCurrentUser, signOut, updatePassword } from 'aws-amplify/auth'
import { isCommonPassword, minPasswordLength } from '#domain/account/password.ts'
import { AppError } from '#domain/errors.ts'
import { type UserId, userIdSchema } from '#domain/ids.ts'
import type { Message } from '#domain/message/message.ts'
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

const passwordRefusals: Readonly<Record<string, { reason: Message; field: 'current' | 'next' }>> = {
  NotAuthorizedException: { field: 'current', reason: { key: 'currentPasswordWrong' } },
  InvalidPasswordException: {
    field: 'next',
    reason: { key: 'passwordTooSimple', minLength: minPasswordLength },
  },
  LimitExceededException: {
    field: 'current',
    reason: { key: 'tooManyTries' },
  },
}

/** @throws AppError INVALID_REQUEST naming `current` or `next`, when the change is refused */
export async function changePassword(oldPassword: string, newPassword: string): Promise<void> {
  if (isCommonPassword(newPassword)) {
    throw new AppError('INVALID_REQUEST', { key: 'passwordCommon' }, { field: 'next' })
  }
  try {
    await updatePassword({ oldPassword, newPassword })
  } catch (error) {
    const refusal = passwordRefusals[(error as { name?: string }).name ?? '']
    if (!refusal) throw toAppError(error)
    throw new AppError('INVALID_REQUEST', refusal.reason, { field: refusal.field, cause: error })
  }
}
