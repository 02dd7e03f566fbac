import type { en } from './en/en.ts'

/** Every text that a language has to say: the English catalogue's keys, with texts of its own. */
export type Messages = TextsOf<typeof en>

/** Functions keep their parameters. */
type TextsOf<Of> = Of extends string
  ? string
  : Of extends (...given: infer Given) => string
    ? (...given: Given) => string
    : { readonly [Key in keyof Of]: TextsOf<Of[Key]> }
