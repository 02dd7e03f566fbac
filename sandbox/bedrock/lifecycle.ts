/** Dates of a model's life, in milliseconds since the epoch; `undefined`: none is announced. */
export type Lifecycle = {
  readonly startOfLife?: number
  readonly legacyFrom?: number
  /** From when on it may cost more, until its end. */
  readonly extendedAccessFrom?: number
  /** From this moment on calls of it answer that it is gone. */
  readonly endOfLife?: number
}

/**
 * Which models come to their end, and when: `published` = on the dates that their providers
 * published; else by model id, a moment or a whole life. A model that is not named is there for ever.
 */
export type RetiredFrom = 'published' | Readonly<Record<string, number | Lifecycle>>

/** @returns the dates that count for a model here */
export function lifecycleOf(
  model: { readonly id: string; readonly published: Lifecycle },
  retiredFrom: RetiredFrom,
): Lifecycle {
  if (retiredFrom === 'published') return model.published
  const given = retiredFrom[model.id]
  return typeof given === 'number' ? { endOfLife: given } : (given ?? {})
}

/** @returns whether a model's life is over at `now` */
export function hasEnded({ endOfLife = Infinity }: Lifecycle, now: number): boolean {
  return now >= endOfLife
}

/** `modelLifecycle` of the control plane, whose only states are ACTIVE and LEGACY. */
export function describeLifecycle(lifecycle: Lifecycle, now: number): object {
  const { startOfLife, legacyFrom, extendedAccessFrom, endOfLife } = lifecycle
  return {
    status: now >= (legacyFrom ?? Infinity) ? 'LEGACY' : 'ACTIVE',
    ...dated('startOfLifeTime', startOfLife),
    ...dated('legacyTime', legacyFrom),
    ...dated('publicExtendedAccessTime', extendedAccessFrom),
    ...dated('endOfLifeTime', endOfLife),
  }
}

function dated(name: string, at: number | undefined): object {
  return at === undefined ? {} : { [name]: new Date(at).toISOString() }
}
