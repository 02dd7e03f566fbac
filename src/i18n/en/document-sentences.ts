import type { documentMessages } from '#domain/message/document.ts'
import type { SentencesOf } from '../sentences.ts'

export const documentSentences = {
  documentUnknown: 'There is no such document.',
  documentChanged: ({ revision }) =>
    `The document was changed elsewhere in the meantime, where its version ${revision} is.`,
  documentFileMissing: 'The document did not arrive whole. Save it again.',
  documentTooLarge: ({ maxMegabytes }) =>
    `A document has at most ${maxMegabytes} MB. Duplicate it and go on in the copy.`,
} as const satisfies SentencesOf<typeof documentMessages>
