import { expect, test } from 'vitest'
import { languageFor, languages } from './languages.ts'

test.each<[string | null, string[], string]>([
  [null, [], 'en'],
  [null, ['en-GB'], 'en'],
  [null, ['tlh', 'en'], 'en'],
  [null, ['tlh'], 'en'],
  // `enm`, Middle English, is another language.
  [null, ['enm'], 'en'],
  ['en', ['tlh'], 'en'],
  ['gone', ['en'], 'en'],
  ['en-XA', ['en'], 'en-XA'],
  // No browser gets the tests' language by preferring it.
  [null, ['en-XA'], 'en'],
])('with %s chosen and %j preferred the app is shown in %s', (chosen, preferred, tag) => {
  expect(languageFor(chosen, preferred).tag).toBe(tag)
})

test('no two languages have the same tag', () => {
  const tags = languages.map(({ tag }) => tag)
  expect(new Set(tags).size).toBe(tags.length)
})
