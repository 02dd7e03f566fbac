import type * as z from 'zod'
import { validationError } from '../errors.ts'

/**
 * Checks a request body as Bedrock's front does.
 * @throws {BedrockError} ValidationException `Malformed input request: #/place: what, please
 *   reformat your input and try again.`, with the first thing wrong
 */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body, { reportInput: true })
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const place = issue === undefined ? '' : issue.path.map((step) => `/${String(step)}`).join('')
  throw validationError(
    `Malformed input request: #${place}: ${issue === undefined ? 'invalid' : sentence(issue)}, ` +
      'please reformat your input and try again.',
  )
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `extraneous key [${issue.keys[0]}] is not permitted`
  if (issue.code === 'invalid_type') {
    return issue.input === undefined ? 'required key not found' : `expected type: ${issue.expected}`
  }
  if (issue.code === 'too_big') {
    return issue.origin === 'string'
      ? `expected maxLength: ${issue.maximum}`
      : `must be at most ${issue.maximum}`
  }
  if (issue.code === 'too_small') {
    return issue.origin === 'string'
      ? `expected minLength: ${issue.minimum}`
      : `must be at least ${issue.minimum}`
  }
  return issue.message
}
