import type { Generation } from '#domain/generation/generation.ts'
import { t } from '../../i18n/language.ts'
import type { DocumentLayer } from '../document/layer.ts'

/** Characters of a title that is made of words. */
export const maxTitleLength = 60

/** What results of a job are called: its words, else what was done. */
export function jobTitle({ prompt, operation }: Pick<Generation, 'prompt' | 'operation'>): string {
  return nameFrom(prompt) || t.operations[operation].result
}

/** What a layer is called: by its own name, else by what was done. */
export function layerTitle({ name, operation }: Pick<DocumentLayer, 'name' | 'operation'>): string {
  return name || t.operations[operation].result
}

/** The name that words give; empty without any. */
export function nameFrom(prompt = ''): string {
  return prompt.trim().slice(0, maxTitleLength)
}
