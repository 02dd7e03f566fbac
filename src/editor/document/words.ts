import * as z from 'zod'

/** Reads words leniently: what is no text is empty. */
export const wordsSchema = z.object({
  prompt: z.string().max(10_000).catch(''),
  negativePrompt: z.string().max(10_000).catch(''),
  /** What to look for in the picture. */
  search: z.string().max(2_000).catch(''),
})

/** What is typed for one operation. It is kept, but takes no part in undo. */
export type Words = Readonly<z.infer<typeof wordsSchema>>

export const noWords: Words = { prompt: '', negativePrompt: '', search: '' }

/** Words by what they are for, which is never another's: the name of an operation. */
export type WordsByAim = Readonly<Record<string, Words>>

export const wordsByAimSchema = z.record(z.string().max(60), wordsSchema).catch({})

/** Whether nothing is typed. */
export function isWordless({ prompt, negativePrompt, search }: Words): boolean {
  return prompt === '' && negativePrompt === '' && search === ''
}
