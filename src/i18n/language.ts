import { english, type Language, languages } from './languages.ts'

const storageKey = 'repaint.language'

/** Languages to choose from. */
export const offeredLanguages: readonly Language[] = languages.filter(({ isPseudo }) => !isPseudo)

/** The language shown: what the person chose here, else what the browser prefers, else English. */
export const language: Language = chosenLanguage() ?? preferredLanguage() ?? english

/** The texts shown. Nothing that imports them runs before they are there. */
export const t = await language.load()

/** Shows the app in another language from now on, on this device. */
export function chooseLanguage(tag: string): void {
  localStorage.setItem(storageKey, tag)
  // Texts are read wherever they are needed, once; a new page reads them all anew, and no work is lost.
  location.reload()
}

/** Tells the browser which language the page is in, for hyphenation, speech and direction. */
export function labelPage(page: HTMLElement): void {
  page.lang = language.tag
  page.dir = language.direction
}

/** Nothing is stored where scripts and tests run. */
function chosenLanguage(): Language | undefined {
  if (typeof localStorage === 'undefined') return undefined
  const tag = localStorage.getItem(storageKey)
  return languages.find((each) => each.tag === tag)
}

/** `de-AT` is served by `de`. */
function preferredLanguage(): Language | undefined {
  const tags = typeof navigator === 'undefined' ? [] : (navigator.languages ?? [])
  const found = tags.map((tag) => offeredLanguages.find((each) => isServedBy(tag, each.tag)))
  return found.find((each) => each !== undefined)
}

function isServedBy(wanted: string, tag: string): boolean {
  return wanted === tag || wanted.startsWith(`${tag}-`)
}
