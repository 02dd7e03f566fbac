import * as z from 'zod'

/** What is said of a document: why it was not saved, found or removed. */
export const documentMessages = {
  documentUnknown: {},
  /** Saved from elsewhere in the meantime; `revision` is the one that it has now. */
  documentChanged: { revision: z.int() },
  documentFileMissing: {},
  documentTooLarge: { maxMegabytes: z.number() },
}
