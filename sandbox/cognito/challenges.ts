import { randomBytes } from 'node:crypto'
import { notAuthorized } from './errors.ts'
import type { Exchange, PasswordOwner } from './srp.ts'

/** Sign-ins that wait for their next step; beyond them the oldest is dropped. */
const MAX_WAITING = 10_000

/** A sign-in between two requests. */
type Challenge =
  | {
      readonly kind: 'PASSWORD_VERIFIER'
      readonly clientId: string
      /** `undefined` for a name that nobody has: it then fails as a wrong password does. */
      readonly sub: string | undefined
      /** The name as typed; wrong passwords are counted by it. */
      readonly typedName: string
      readonly owner: PasswordOwner
      readonly exchange: Exchange
    }
  | { readonly kind: 'NEW_PASSWORD_REQUIRED'; readonly clientId: string; readonly sub: string }
  | { readonly kind: 'SOFTWARE_TOKEN_MFA'; readonly clientId: string; readonly sub: string }
  | { readonly kind: 'EMAIL_OTP'; readonly clientId: string; readonly sub: string }
  | { readonly kind: 'SELECT_MFA_TYPE'; readonly clientId: string; readonly sub: string }
  | {
      readonly kind: 'MFA_SETUP'
      readonly clientId: string
      readonly sub: string
      /** Whether a code of the new factor was seen: only then is it set up. */
      readonly isVerified: boolean
    }

type Kind = Challenge['kind']

/** Sign-ins under way, in memory: a restart ends them. A key works until it is taken. */
export interface Challenges {
  /** @returns the key, in base64; usable for `lifetimeMs` */
  open(challenge: Challenge, lifetimeMs: number): string
  /** @throws CognitoError `NotAuthorizedException` when the key is unknown, used or too old */
  find<K extends Kind>(kind: K, key: string): Extract<Challenge, { kind: K }>
  /** Finds, and uses the key up. @throws CognitoError as `find`, and for another client's key */
  take<K extends Kind>(kind: K, key: string, clientId: string): Extract<Challenge, { kind: K }>
}

/** @returns an empty table */
export function createChallenges(now: () => number): Challenges {
  const waiting = new Map<string, { challenge: Challenge; untilMs: number }>()

  function find<K extends Kind>(kind: K, key: string): Extract<Challenge, { kind: K }> {
    const entry = waiting.get(key)
    if (!entry || entry.untilMs <= now()) {
      throw notAuthorized('Invalid session for the user, session is expired.')
    }
    if (!isKind(entry.challenge, kind)) throw notAuthorized('Invalid session for the user.')
    return entry.challenge
  }

  return {
    find,
    open(challenge, lifetimeMs) {
      const key = randomBytes(48).toString('base64')
      waiting.set(key, { challenge, untilMs: now() + lifetimeMs })
      const [oldest] = waiting.keys()
      if (waiting.size > MAX_WAITING && oldest !== undefined) waiting.delete(oldest)
      return key
    },
    take(kind, key, clientId) {
      try {
        const challenge = find(kind, key)
        if (challenge.clientId === clientId) return challenge
        throw notAuthorized('Invalid session for the user, session is expired.')
      } finally {
        waiting.delete(key)
      }
    },
  }
}

function isKind<K extends Kind>(
  challenge: Challenge,
  kind: K,
): challenge is Extract<Challenge, { kind: K }> {
  return challenge.kind === kind
}
