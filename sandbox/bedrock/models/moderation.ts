import { validationError } from '../errors.ts'
import type { ModelTools } from './model.ts'

/** Words that stand for what AWS's filters would catch, so that each outcome can be had at will. */
const triggerWords = {
  prompt: 'blockedprompt',
  input: 'blockedinput',
  allOutput: 'blockedoutput',
  someOutput: 'someblocked',
} as const

/** What a filter catches. */
export type Caught = 'prompt' | 'input' | 'output' | 'some output'

const refusal =
  'This request has been blocked by our content filters. ' +
  'Please adjust your text prompt or the input image to submit a new request.'

/**
 * Judges the words of a request before any picture is made.
 * @param ordered what is caught whatever the words are
 */
export function judge(
  texts: readonly (string | undefined)[],
  ordered: ModelTools['blocked'],
): Caught | undefined {
  if (ordered !== undefined) return ordered
  const words = texts.join(' ').toLowerCase()
  if (words.includes(triggerWords.prompt)) return 'prompt'
  if (words.includes(triggerWords.input)) return 'input'
  if (words.includes(triggerWords.allOutput)) return 'output'
  return words.includes(triggerWords.someOutput) ? 'some output' : undefined
}

/** How many of the pictures come through, and the sentence when that is not all. */
export type Verdict = { readonly count: number; readonly error: string | null }

/**
 * What Amazon's models make of it: a blocked input picture is answered as a blocked prompt is; of
 * some blocked pictures, the last is.
 * @throws {BedrockError} ValidationException when the prompt or the input is blocked
 */
export function moderate(
  texts: readonly (string | undefined)[],
  { count, blocked: ordered }: { count: number; blocked: ModelTools['blocked'] },
): Verdict {
  const caught = judge(texts, ordered)
  if (caught === 'prompt' || caught === 'input') throw validationError(refusal)
  if (caught === 'output' || (caught === 'some output' && count === 1)) {
    return { count: 0, error: blocked('All') }
  }
  return caught === 'some output'
    ? { count: count - 1, error: blocked('Some') }
    : { count, error: null }
}

function blocked(share: 'All' | 'Some'): string {
  return `${share} of the generated images have been blocked by our content filters.`
}
