import { signIn } from 'aws-amplify/auth'
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito'
import { type UserId, userIdSchema } from '#domain/ids.ts'

/** Of every account that tests, campaigns and benches make. */
export const password = 'Correct-horse-7'

/** Somebody signed in, good for an hour. */
export type Session = {
  readonly sub: UserId
  readonly email: string
  readonly idToken: string
  readonly accessToken: string
  /** What aws-amplify keeps of it: in a browser's local storage it is the same session. */
  readonly stored: ReadonlyMap<string, string>
}

/**
 * Signs in by SRP, as the app does. The published client keeps one session a process: each gets a
 * store of its own.
 * @throws NotAuthorizedException
 */
export async function openSession(email: string, secret = password): Promise<Session> {
  const stored = new Map<string, string>()
  cognitoUserPoolsTokenProvider.setKeyValueStorage(storageOf(stored))
  await signIn({ username: email, password: secret })
  const tokens = await cognitoUserPoolsTokenProvider.getTokens()
  return {
    sub: userIdSchema.parse(tokens?.idToken?.payload.sub),
    email,
    idToken: String(tokens?.idToken),
    accessToken: String(tokens?.accessToken),
    stored,
  }
}

function storageOf(items: Map<string, string>) {
  return {
    setItem: async (key: string, value: string) => void items.set(key, value),
    getItem: async (key: string) => items.get(key) ?? null,
    removeItem: async (key: string) => void items.delete(key),
    clear: async () => items.clear(),
  }
}
