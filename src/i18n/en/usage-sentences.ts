import type { usageMessages } from '#domain/message/usage.ts'
import type { SentencesOf } from '../sentences.ts'

/** `1 December`. */
const dayAndMonth = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
})

export const usageSentences = {
  limitReached: ({ whose, period, resetsOn }) => {
    const limit = whose === 'OWNER' ? 'Your limit' : 'The limit of this service'
    return period === 'DAY'
      ? `${limit} for today is reached. It resets at midnight UTC.`
      : `${limit} for this month is reached. It resets on ${dayAndMonth.format(new Date(resetsOn))} (UTC).`
  },
  storageFull: ({ maxGigabytes }) =>
    `Your pictures and results fill the ${maxGigabytes} GB that you may keep. Remove some of them, then try again.`,
} as const satisfies SentencesOf<typeof usageMessages>
