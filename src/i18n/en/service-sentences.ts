import type { serviceMessages } from '#domain/message/service.ts'
import type { SentencesOf } from '../sentences.ts'

export const serviceSentences = {
  internal: 'Something went wrong on our side. Try again in a moment.',
  unexplained: 'It was not possible.',
  notUnderstood: 'Something went wrong on our side.',
  unreachable: 'The server cannot be reached.',
  tooManyRequests: 'Too many requests. Wait a minute, then try again.',
  tooManyJobsCounted: 'Too many jobs are being counted at once. Try again.',
  recordChanged: 'The record changed in the meantime.',
  recordGone: 'It no longer exists.',
} as const satisfies SentencesOf<typeof serviceMessages>
