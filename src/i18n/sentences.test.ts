import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import {
  type MessageKey,
  messageKeys,
  messageShapes,
  parseMessage,
} from '#domain/message/message.ts'
import { messageText, readMessageText } from '#domain/message/text.ts'
import { languages } from './languages.ts'
import { sentenceFor } from './sentences.ts'

/** Parameters whose values are said in words of the language, or formatted by it. */
const reworded = new Set([
  'task',
  'file',
  'quality',
  'whose',
  'period',
  'asked',
  'resetsOn',
  'because',
])

/** Parameters that are said as they are: another message, an old sentence. */
const fixed: Readonly<Record<string, string>> = {
  because: messageText({ key: 'jobUnknown' }),
  sentence: 'The file is empty.',
}

function arbitraryOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options)
  if (schema instanceof z.ZodArray) {
    return fc.array(arbitraryOf(schema.element as z.ZodType), { minLength: 1, maxLength: 3 })
  }
  if (schema instanceof z.ZodNumber) return fc.integer({ min: 1, max: 99_999 })
  if (schema instanceof z.ZodISODate) return fc.constantFrom('2026-12-01', '2027-01-01')
  return fc.stringMatching(/^[A-Z][a-z]{2,9}$/)
}

const arbitraryMessage = (key: MessageKey) =>
  fc.record(
    Object.fromEntries([
      ['key', fc.constant(key)],
      ...Object.entries(messageShapes[key]).map(([name, schema]) => [
        name,
        name in fixed ? fc.constant(fixed[name]) : arbitraryOf(schema as z.ZodType),
      ]),
    ]) as Record<string, fc.Arbitrary<unknown>>,
  )

describe.each(languages.map((each) => [each.tag, each] as const))('in %s', (_tag, language) => {
  test.each(messageKeys)('%s is one or more whole sentences with its parameters', async (key) => {
    const { sentences } = await language.load()
    fc.assert(
      fc.property(arbitraryMessage(key), (given) => {
        const message = parseMessage(given)
        expect(message).toEqual(given)
        const said = sentenceFor(sentences, message)
        expect(said).not.toMatch(/undefined|NaN|\[object|Invalid Date/)
        if (language.isPseudo) return
        expect(said).toMatch(/^\P{Ll}.+\.$/su)
        for (const [name, value] of Object.entries(given)) {
          if (name === 'key' || reworded.has(name)) continue
          for (const each of [value].flat()) expect(said).toContain(String(each))
        }
      }),
      { numRuns: 20 },
    )
  })
})

test.each(messageKeys)('%s comes back from the text that a record keeps', (key) => {
  fc.assert(
    fc.property(arbitraryMessage(key), (given) => {
      const message = parseMessage(given)
      expect(readMessageText(messageText(message))).toEqual(message)
    }),
    { numRuns: 20 },
  )
})
