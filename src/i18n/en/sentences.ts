import type { Sentences } from '../sentences.ts'
import { accountSentences } from './account-sentences.ts'
import { documentSentences } from './document-sentences.ts'
import { exportSentences } from './export-sentences.ts'
import { jobSentences } from './job-sentences.ts'
import { modelSentences } from './model-sentences.ts'
import { pictureSentences } from './picture-sentences.ts'
import { requestSentences } from './request-sentences.ts'
import { serviceSentences } from './service-sentences.ts'
import { usageSentences } from './usage-sentences.ts'

/** The sentence of every message. */
export const sentences = {
  ...accountSentences,
  ...documentSentences,
  ...exportSentences,
  ...jobSentences,
  ...modelSentences,
  ...pictureSentences,
  ...requestSentences,
  ...serviceSentences,
  ...usageSentences,
  storedSentence: ({ sentence }) => sentence,
} as const satisfies Sentences
