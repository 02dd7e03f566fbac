import { AppError, wireErrorSchema } from '#domain/errors.ts'

type Named = { readonly name?: unknown; readonly message?: unknown; readonly errorType?: unknown }

const networkNames = ['NetworkError', 'ERR_NETWORK', 'AbortError', 'TimeoutError']
const signedOutNames = [
  'NoSignedUser',
  'NoValidAuthTokens',
  'NotAuthorizedException',
  'UserUnAuthenticatedException',
  'Unauthorized',
  'UnauthorizedException',
]

/**
 * Turns whatever a call threw or answered into one of our errors: GraphQL errors carry ours as JSON
 * in their message; a lost network is OFFLINE; a missing or refused session is UNAUTHENTICATED;
 * anything else is INTERNAL, with the original as cause.
 */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  const [first, ...causes] = chainOf(thrown)
  const links = first === undefined ? [] : [first, ...causes]
  for (const link of links) {
    const wire = wireErrorIn(link.message)
    if (wire) return new AppError(wire.code, wire.reason, { ...fieldOf(wire), cause: thrown })
  }
  const names = links.flatMap((link) => [link.name, link.errorType])
  if (names.some((name) => networkNames.includes(String(name))) || links.some(isFetchFailure)) {
    return new AppError('OFFLINE', { key: 'unreachable' }, { cause: thrown })
  }
  if (names.some((name) => signedOutNames.includes(String(name)))) {
    return new AppError('UNAUTHENTICATED', { key: 'signedOut' }, { cause: thrown })
  }
  return new AppError('INTERNAL', { key: 'notUnderstood' }, { cause: thrown })
}

/**
 * Takes the data out of a GraphQL answer.
 * @throws AppError made of its first error, or INTERNAL when it holds neither data nor errors
 */
export function dataOf<T>(answer: { data: T | null; errors?: readonly unknown[] | undefined }): T {
  if (answer.errors?.[0] !== undefined) throw toAppError(answer.errors[0])
  if (answer.data === null) throw new AppError('NOT_FOUND', { key: 'recordGone' })
  return answer.data
}

/** An error, what it wraps and what that wraps, at most five deep. */
function chainOf(thrown: unknown): Named[] {
  const chain: Named[] = []
  let next: unknown = thrown
  while (typeof next === 'object' && next !== null && chain.length < 5) {
    chain.push(next)
    const { errors, originalError, underlyingError, cause } = next as Record<string, unknown>
    next =
      (Array.isArray(errors) ? errors[0] : undefined) ?? originalError ?? underlyingError ?? cause
  }
  return chain
}

/** A browser's failed `fetch` is a bare TypeError; a 401 of AppSync says so in its message. */
function isFetchFailure(link: Named): boolean {
  return link.name === 'TypeError' && /fetch|network|load failed/i.test(String(link.message))
}

function wireErrorIn(message: unknown) {
  if (typeof message !== 'string' || !message.startsWith('{')) return undefined
  try {
    const parsed = wireErrorSchema.safeParse(JSON.parse(message))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

function fieldOf(wire: { field?: string | undefined }): { field?: string } {
  return wire.field === undefined ? {} : { field: wire.field }
}
