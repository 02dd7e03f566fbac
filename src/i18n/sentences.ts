import type { Message, MessageKey, MessageParams, messageShapes } from '#domain/message/message.ts'

/** Says another message, for a sentence that quotes one. */
export type Say = (message: Message) => string

/** A sentence for each of these messages: a text, or a function where it has parameters. */
export type SentencesOf<Shapes> = Pick<Sentences, keyof Shapes & MessageKey>

/** A language's sentence for every message. */
export type Sentences = {
  readonly [Key in MessageKey]: keyof (typeof messageShapes)[Key] extends never
    ? string
    : (params: MessageParams<Key>, say: Say) => string
}

/** Puts a message into words. @param sentences those of the language */
export function sentenceFor(sentences: Sentences, message: Message): string {
  // Each sentence takes its own message: TypeScript cannot see that this one is called with its own.
  const sentence = sentences[message.key] as string | ((params: Message, say: Say) => string)
  if (typeof sentence === 'string') return sentence
  return sentence(message, (other) => sentenceFor(sentences, other))
}
