import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../scripts/paths.ts'

/** Our sources without their tests, as paths from the root. */
function sourcesOf(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join(folder, name))
}

const sources = ['domain', 'amplify', 'src', 'scripts'].flatMap(sourcesOf)

test.each([
  [
    'says a sentence by way of an old record',
    'storedSentence',
    /^domain\/message\/|^src\/i18n\/en\//,
  ],
  ['makes a text to store of something else', 'as MessageText', /^domain\/message\/text\.ts$/],
  [
    'reads one language’s catalogue',
    /i18n\/en\/|'\.\/en\//,
    /^src\/i18n\/(languages|messages)\.ts$/,
  ],
])('nothing else %s', (_what, pattern, home) => {
  const found = sources.filter((path) => {
    const text = readFileSync(join(projectRoot, path), 'utf8')
    return typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text)
  })
  expect(found.some((path) => home.test(path))).toBe(true)
  expect(found.filter((path) => !home.test(path))).toEqual([])
})
