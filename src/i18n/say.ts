import type { Message } from '#domain/message/message.ts'
import { readMessageText } from '#domain/message/text.ts'
import { t } from './language.ts'
import { sentenceFor } from './sentences.ts'

/** Puts a message into words of the chosen language. */
export function say(message: Message): string {
  return sentenceFor(t.sentences, message)
}

/** Puts what a record's field holds into words: a message, or a sentence of an old record. */
export function sayText(text: string | null | undefined): string | undefined {
  return text ? say(readMessageText(text)) : undefined
}
