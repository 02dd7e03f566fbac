import type * as z from 'zod'
import { AppError } from './errors.ts'
import type { Message } from './message/message.ts'
import { messageText, readMessageText } from './message/text.ts'

/** What a schema says of a value that it refuses; `invalidRequest` reads it back. */
export function refusal(message: Message): string {
  return messageText(message)
}

/** Turns zod's first issue into an INVALID_REQUEST about that field. */
export function invalidRequest(error: z.ZodError): AppError {
  const issue = error.issues[0]
  const field = issue?.path.join('.')
  return new AppError('INVALID_REQUEST', reasonOf(issue), {
    ...(field === undefined || field === '' ? {} : { field }),
    cause: error,
  })
}

/** A message that a schema of ours gave, else what the kind of issue means; zod's text is for logs. */
function reasonOf(issue: z.core.$ZodIssue | undefined): Message {
  if (issue === undefined) return { key: 'requestInvalid' }
  if (issue.message.startsWith('{')) return readMessageText(issue.message)
  if (issue.code === 'unrecognized_keys') return { key: 'valueUnknown', fields: issue.keys }
  if (issue.code === 'too_small') return { key: 'valueTooSmall', min: Number(issue.minimum) }
  if (issue.code !== 'too_big') return { key: 'valueInvalid' }
  return issue.origin === 'string'
    ? { key: 'tooManyCharacters', maxLength: Number(issue.maximum) }
    : { key: 'valueTooLarge', max: Number(issue.maximum) }
}
