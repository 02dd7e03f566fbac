import { AppError } from '#domain/errors.ts'

/** Long enough to read a warning and type; short beside the time that a screen is left alone. */
export const maxSignInAgeMs = 10 * 60_000

/**
 * For what cannot be undone: a token alone may be stolen, or left on a screen, so the person has to
 * have given their password just now.
 * @param signedInAt epoch milliseconds, as their token says
 * @throws AppError UNAUTHENTICATED naming `password` when that is too long ago
 */
export function assertRecentSignIn(signedInAt: number, now: number): void {
  if (now - signedInAt <= maxSignInAgeMs) return
  throw new AppError(
    'UNAUTHENTICATED',
    { key: 'passwordNeeded' },
    {
      field: 'password',
    },
  )
}
