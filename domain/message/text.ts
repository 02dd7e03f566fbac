import * as z from 'zod'
import { type Message, parseMessage } from './message.ts'

/**
 * A message as the text that a record's field holds: its JSON. Fields that were written before
 * messages had keys hold an English sentence, which a text read from outside may therefore be.
 */
export const messageTextSchema = z.string().brand<'MessageText'>()

export type MessageText = z.infer<typeof messageTextSchema>

/** The only way to make a text to store, so that no sentence is stored. */
export function messageText(message: Message): MessageText {
  return JSON.stringify(message) as MessageText
}

/** @returns the text of a message within another text, which Cognito puts around what a trigger throws */
export function messageTextIn(text: string): string | undefined {
  return /\{.*\}/.exec(text)?.[0]
}

/** Reads what a record's field holds; a sentence of an old record stays that sentence. */
export function readMessageText(text: string): Message {
  if (!text.startsWith('{')) return { key: 'storedSentence', sentence: text }
  try {
    return parseMessage(JSON.parse(text))
  } catch {
    // Cut off or no JSON at all: there is something to say, and nobody knows what.
    return { key: 'unexplained' }
  }
}
