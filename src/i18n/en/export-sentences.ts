import type { exportMessages } from '#domain/message/export.ts'
import type { SentencesOf } from '../sentences.ts'

export const exportSentences = {
  exportUnknown: 'There is no such file in the making.',
  exportCancelled: 'The file was cancelled.',
  exportInterrupted: 'The work on the file stopped unexpectedly, twice. Try it again.',
  exportSideTooLong: ({ kind, maxSidePx }) =>
    `A side of a ${kind} file has at most ${maxSidePx} pixels. Choose a smaller size or another type.`,
  exportTooManyPixels: ({ kind, maxMegapixels }) =>
    `${kind} files are made up to ${maxMegapixels} megapixels. Choose a smaller size or another type.`,
} as const satisfies SentencesOf<typeof exportMessages>
