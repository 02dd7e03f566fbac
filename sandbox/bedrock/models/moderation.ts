import { validationError } from '../errors.ts'
import type { ModelTools } from './model.ts'

/** Words that stand for what AWS's filters would catch, so that each outcome can be had at will. */
const triggerWords = {
  prompt: 'blockedprompt',
  allOutput: 'blockedoutput',
  someOutput: 'someblocked',
} as const

const refusal =
  'This request has been blocked by our content filters. ' +
  'Please adjust your text prompt or the input image to submit a new request.'

/** How many of the pictures come through, and the sentence when that is not all. */
export type Verdict = { readonly count: number; readonly error: string | null }

/**
 * Judges the words of a request before any picture is made. Of some blocked, the last is.
 * @param asked.blocked what is caught whatever the words are; AWS answers a blocked input picture
 *   as it does a blocked prompt
 * @throws {BedrockError} ValidationException when the prompt or the input is blocked
 */
export function moderate(
  texts: readonly (string | undefined)[],
  { count, blocked: ordered }: { count: number; blocked: ModelTools['blocked'] },
): Verdict {
  const words = texts.join(' ').toLowerCase()
  const isRefused = ordered === 'prompt' || ordered === 'input'
  if (isRefused || words.includes(triggerWords.prompt)) throw validationError(refusal)
  const some = words.includes(triggerWords.someOutput)
  const all = ordered === 'output' || words.includes(triggerWords.allOutput)
  if (all || (some && count === 1)) {
    return { count: 0, error: blocked('All') }
  }
  return some ? { count: count - 1, error: blocked('Some') } : { count, error: null }
}

function blocked(share: 'All' | 'Some'): string {
  return `${share} of the generated images have been blocked by our content filters.`
}
