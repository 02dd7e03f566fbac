import type { Messages } from './messages.ts'

/** A language that the app can be shown in. */
export type Language = {
  /** BCP 47; also what numbers and dates are formatted by. */
  readonly tag: string
  /** What its speakers call it. */
  readonly name: string
  readonly direction: 'ltr' | 'rtl'
  /** Whether it is made of the English texts to find those that no catalogue has: for tests only. */
  readonly isPseudo?: true
  /** Loaded only when it is shown. */
  readonly load: () => Promise<Messages>
}

const english: Language = {
  tag: 'en',
  name: 'English',
  direction: 'ltr',
  load: async () => (await import('./en/en.ts')).en,
}

/** Every language there is. A new one is an entry here and a catalogue. */
export const languages: readonly Language[] = [
  english,
  {
    // CLDR's tag for English in accented letters.
    tag: 'en-XA',
    name: 'Pseudo',
    direction: 'ltr',
    isPseudo: true,
    load: async () => {
      const { pseudo } = await import('./pseudo.ts')
      return pseudo(await english.load())
    },
  },
]

/** Languages to choose from. */
export const offeredLanguages: readonly Language[] = languages.filter(({ isPseudo }) => !isPseudo)

/**
 * The language to show: the one chosen, else the first that the browser prefers and that is there,
 * else English.
 * @param chosen its tag, if any
 * @param preferred BCP 47 tags, best first; `de-AT` is served by `de`
 */
export function languageFor(chosen: string | null, preferred: readonly string[]): Language {
  const stored = languages.find(({ tag }) => tag === chosen)
  const found = preferred.map((wanted) => offeredLanguages.find(({ tag }) => serves(tag, wanted)))
  return stored ?? found.find((each) => each !== undefined) ?? english
}

function serves(tag: string, wanted: string): boolean {
  return wanted === tag || wanted.startsWith(`${tag}-`)
}
