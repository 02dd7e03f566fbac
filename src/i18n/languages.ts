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

export const english: Language = {
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
