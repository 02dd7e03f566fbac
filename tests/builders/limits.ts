import type { Amount, Limits } from '#domain/usage/usage.ts'

/** Ample limits, with overrides; `all` sets the four to the same. */
export function limitsOf(overrides: Partial<Limits> & { all?: Amount } = {}): Limits {
  const { all = { images: 100, costMicros: 10_000_000 }, ...some } = overrides
  return {
    OWNER_DAY: all,
    OWNER_MONTH: all,
    DEPLOYMENT_DAY: all,
    DEPLOYMENT_MONTH: all,
    ...some,
  }
}
