import type { Random } from '../../sandbox/random.ts'

/** What was found is not what was acknowledged. */
export class Violation extends Error {
  override readonly name = 'Violation'
}

/** One kind of work on the backend, which knows what may be found afterwards. */
export interface Load {
  readonly name: string
  /** Callers at once; each works on things of its own. */
  readonly lanes: number
  /** Calls that were acknowledged so far. */
  readonly acknowledged: number
  /**
   * One piece of work, which ends by itself when the backend does.
   * @throws Violation when a service refuses what it must not
   */
  step(random: Random, lane: number): Promise<void>
  /**
   * Compares everything with what was acknowledged, after a restart.
   * @throws Violation
   */
  check(): Promise<void>
}

/** `done` was acknowledged, `refused` named an expected error, `unknown` got no answer. */
export type Outcome = 'done' | 'refused' | 'unknown'

/**
 * Makes one call of an AWS client.
 * @param expected names of errors that the call may be answered with
 * @throws Violation for any other error that the service itself answered
 */
export async function attempt(
  call: () => Promise<unknown>,
  expected: readonly string[] = [],
): Promise<Outcome> {
  try {
    await call()
    return 'done'
  } catch (error) {
    const { name, message, $metadata } = error as Error & {
      $metadata?: { httpStatusCode?: number }
    }
    if (expected.includes(name)) return 'refused'
    const status = $metadata?.httpStatusCode ?? 0
    if (status >= 400) throw new Violation(`answered ${status} ${name}: ${message}`)
    return 'unknown'
  }
}

/** A place that one caller at a time writes to. */
export interface Register<T> {
  /** @returns whether the write was acknowledged */
  write(value: T, call: () => Promise<unknown>): Promise<boolean>
  /**
   * Takes what was found for the truth from now on.
   * @throws Violation when it is neither the last acknowledged value nor a later one
   */
  settle(found: T): void
  /** What must be there when only one value can be. */
  readonly certain: T | undefined
}

/** @param what names the place in a violation */
export function createRegister<T>(what: string, initial: T): Register<T> {
  let possible: T[] = [initial]
  return {
    async write(value, call) {
      possible.push(value)
      if ((await attempt(call)) !== 'done') return false
      possible = [value]
      return true
    },
    settle(found) {
      if (!possible.includes(found)) {
        const list = possible.map((value) => JSON.stringify(value) ?? 'nothing').join(' or ')
        const seen = JSON.stringify(found) ?? 'nothing'
        throw new Violation(`${what}: there must be ${list}, there is ${seen}`)
      }
      possible = [found]
    },
    get certain() {
      return possible.length === 1 ? possible[0] : undefined
    },
  }
}

/** @returns one of the choices, which must not be none */
export function pick<T>(random: Random, choices: readonly T[]): T {
  const chosen = choices[Math.floor(random() * choices.length)]
  if (chosen === undefined) throw new Error('There is nothing to choose from.')
  return chosen
}
