import * as z from 'zod'

/** What is said of a job: why it ended, or why an image of it is missing. */
export const jobMessages = {
  jobUnknown: {},
  jobTimedOut: {},
  jobWaitedTooLong: {},
  jobStoppedTwice: {},
  jobCancelled: {},
  jobModelUnknown: {},
  jobFileGone: { file: z.enum(['picture', 'mask']) },
  jobFileReplaced: { file: z.enum(['picture', 'mask']) },
  modelRetiredMidway: {},
  tooFewImages: {},
}
