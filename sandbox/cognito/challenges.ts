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

/** Sign-ins under way, in memory: a restart ends them. Each key works once. */
export interface Challenges {
  /** @returns the key, in base64; usable for `lifetimeMs` */
  open(challenge: Challenge, lifetimeMs: number): string
  /** @throws CognitoError `NotAuthorizedException` when the key is unknown, used or too old */
  take<K extends Challenge['kind']>(
    kind: K,
    key: string,
    clientId: string,
  ): Extract<Challenge, { kind: K }>
}

/** @returns an empty table */
export function createChallenges(now: () => number): Challenges {
  const waiting = new Map<string, { challenge: Challenge; untilMs: number }>()
  return {
    open(challenge, lifetimeMs) {
      const key = randomBytes(48).toString('base64')
      waiting.set(key, { challenge, untilMs: now() + lifetimeMs })
      const [oldest] = waiting.keys()
      if (waiting.size > MAX_WAITING && oldest !== undefined) waiting.delete(oldest)
      return key
    },
    take(kind, key, clientId) {
      const entry = waiting.get(key)
      waiting.delete(key)
      if (!entry || entry.untilMs <= now() || entry.challenge.clientId !== clientId) {
        throw notAuthorized('Invalid session for the user, session is expired.')
      }
      if (!isKind(entry.challenge, kind)) {
        throw notAuthorized('Invalid session for the user.')
      }
      return entry.challenge
    },
  }
}

function isKind<K extends Challenge['kind']>(
  challenge: Challenge,
  kind: K,
): challenge is Extract<Challenge, { kind: K }> {
  return challenge.kind === kind
}
