import * as z from 'zod'

/** What is said of limits: on jobs by time, and on what is stored. */
export const usageMessages = {
  /** `resetsOn` is the UTC day, `2026-12-01`, on which the limit begins anew. */
  limitReached: {
    whose: z.enum(['OWNER', 'DEPLOYMENT']),
    period: z.enum(['DAY', 'MONTH']),
    resetsOn: z.iso.date(),
  },
  storageFull: { maxGigabytes: z.number() },
}
