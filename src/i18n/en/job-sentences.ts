import type { jobMessages } from '#domain/message/job.ts'
import type { SentencesOf } from '../sentences.ts'

export const jobSentences = {
  jobUnknown: 'There is no such job.',
  jobTimedOut: 'The job did not end in time. Try it again.',
  jobWaitedTooLong: 'It took too long until a model was free.',
  jobStoppedTwice: 'The work stopped unexpectedly, twice. Try it again.',
  jobCancelled: 'The job was cancelled before this image.',
  jobModelUnknown: 'The model of this job is not known here any more.',
  jobFileGone: ({ file }) => `The ${file} of this job is not there any more.`,
  jobFileReplaced: ({ file }) => `The ${file} was replaced after it was checked. Upload it again.`,
  modelRetiredMidway: 'The model was retired before this image.',
  tooFewImages: 'The model made fewer images than it was asked for.',
} as const satisfies SentencesOf<typeof jobMessages>
