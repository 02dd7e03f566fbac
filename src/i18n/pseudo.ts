import type { Messages } from './messages.ts'

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const accented = 'åƀçđéƒĝĥîĵķłḿñöþǫŕšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶŁḾÑÖÞǪŔŠŢÛṼŴẊÝŽ'

/** `Close` becomes `⟦Çłöšé⟧`: still to be read, and plainly of the catalogue. */
function pseudoText(text: string): string {
  if (text === '') return text
  const other = text.replaceAll(/[a-z]/gi, (letter) => accented.charAt(letters.indexOf(letter)))
  return `⟦${other}⟧`
}

/** Makes a catalogue whose texts a test can tell from every other. */
export function pseudo(catalogue: Messages): Messages {
  return pseudoOf(catalogue) as Messages
}

function pseudoOf(texts: unknown): unknown {
  if (typeof texts === 'string') return pseudoText(texts)
  if (typeof texts === 'function') {
    return (...given: readonly unknown[]) => pseudoText(String(texts(...given)))
  }
  if (Array.isArray(texts)) return texts.map(pseudoOf)
  const entries = Object.entries(texts as object)
  return Object.fromEntries(entries.map(([key, each]) => [key, pseudoOf(each)]))
}
