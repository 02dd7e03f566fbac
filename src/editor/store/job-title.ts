import type { Generation } from '#domain/generation/generation.ts'
import { t } from '../../i18n/language.ts'

const maxTitleLength = 60

/** What results of a job are called: its words, else what was done. */
export function jobTitle({ prompt, operation }: Generation): string {
  return prompt?.slice(0, maxTitleLength) || t.operations[operation].result
}
