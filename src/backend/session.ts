import { fetchUserAttributes, getCurrentUser, signOut, updatePassword } from 'aws-amplify/auth'
import { isCommonPassword, minPasswordLength } from '#domain/account/password.ts'
import { AppError } from '#domain/errors.ts'
import { userIdSchema } from '#domain/ids.ts'
import type { Message } from '#domain/message/message.ts'
import { assetCache } from './asset-cache.ts'
import { toAppError } from './errors.ts'
import { forgetPerson, keepPerson, keptPerson, type Person } from './kept-person.ts'
import { forgetRecords } from './kept-records.ts'

/**
 * Who is signed in; while the server cannot be reached, who was when it last could.
 * @throws AppError UNAUTHENTICATED when nobody is
 */
export async function currentPerson(): Promise<Person> {
  try {
    const { userId, signInDetails } = await getCurrentUser()
    const email = signInDetails?.loginId ?? (await fetchUserAttributes()).email ?? ''
    const person = { id: userIdSchema.parse(userId), email }
    keepPerson(person)
    return person
  } catch (thrown) {
    const error = toAppError(thrown)
    const kept = error.code === 'OFFLINE' ? keptPerson() : undefined
    if (kept) return kept
    throw error
  }
}

/** Signs out on this device and forgets the images and records kept on it; unsent work stays. */
export async function leave(): Promise<void> {
  await assetCache.clear()
  const person = keptPerson()
  if (person) await forgetRecords(person.id)
  forgetPerson()
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
