import { confirmSignIn, signIn } from 'aws-amplify/auth'
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito'
import { defaultStorage, type KeyValueStorageInterface } from 'aws-amplify/utils'
import { AppError } from '#domain/errors.ts'
import { toAppError } from './errors.ts'
import { currentPerson } from './session.ts'

/** What a person gives to show that it is them who sit there. */
export type Proof = { readonly password: string; readonly code: string }

/**
 * Signs in anew, in a session of its own that ends with `work`: its tokens say that the password was
 * given just now, which the server asks for before what cannot be undone. The session of this device
 * stays as it is.
 * @throws AppError INVALID_REQUEST naming `password`, or `code` when an authenticator app is asked
 */
export async function withFreshSignIn<T>(proof: Proof, work: () => Promise<T>): Promise<T> {
  const { email } = await currentPerson()
  // The client keeps one session: what it is kept in is exchanged meanwhile.
  cognitoUserPoolsTokenProvider.setKeyValueStorage(memoryStorage())
  try {
    await prove(email, proof)
    return await work()
  } finally {
    cognitoUserPoolsTokenProvider.setKeyValueStorage(defaultStorage)
  }
}

async function prove(username: string, { password, code }: Proof): Promise<void> {
  const field = { current: 'password' as 'password' | 'code' }
  try {
    const { nextStep } = await signIn({ username, password })
    if (nextStep.signInStep === 'DONE') return
    field.current = 'code'
    if (nextStep.signInStep !== 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' || code === '') throw codeNeeded()
    await confirmSignIn({ challengeResponse: code })
  } catch (error) {
    throw refusalOf(error, field.current)
  }
}

function codeNeeded(): AppError {
  return new AppError(
    'INVALID_REQUEST',
    { key: 'codeNeeded' },
    {
      field: 'code',
    },
  )
}

function refusalOf(error: unknown, field: 'password' | 'code'): AppError {
  const { name = '' } = error as { name?: string }
  if (name === 'LimitExceededException' || name === 'TooManyRequestsException') {
    return new AppError('INVALID_REQUEST', { key: 'tooManyTries' }, { field, cause: error })
  }
  if (!['NotAuthorizedException', 'CodeMismatchException', 'ExpiredCodeException'].includes(name)) {
    return toAppError(error)
  }
  const key = field === 'code' ? 'codeWrong' : 'passwordWrong'
  return new AppError('INVALID_REQUEST', { key }, { field, cause: error })
}

function memoryStorage(): KeyValueStorageInterface {
  const items = new Map<string, string>()
  return {
    setItem: async (key, value) => void items.set(key, value),
    getItem: async (key) => items.get(key) ?? null,
    removeItem: async (key) => void items.delete(key),
    clear: async () => items.clear(),
  }
}
