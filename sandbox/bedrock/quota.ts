const minuteMs = 60_000

/** Counts requests by model over the last minute. */
export interface Quota {
  /** @returns whether this request is within `perMinute`; one that is not does not count */
  take(modelId: string, perMinute: number): boolean
}

/** @param clock milliseconds since the epoch */
export function createQuota(clock: () => number): Quota {
  const taken = new Map<string, number[]>()
  return {
    take: (modelId, perMinute) => {
      const now = clock()
      const recent = (taken.get(modelId) ?? []).filter((at) => now - at < minuteMs)
      const isWithin = recent.length < perMinute
      if (isWithin) recent.push(now)
      taken.set(modelId, recent)
      return isWithin
    },
  }
}
