import { type Language, languageFor } from './languages.ts'

const storageKey = 'repaint.language'

/** The language shown. Scripts and tests store none and prefer none, so theirs is English. */
export const language: Language = languageFor(
  typeof localStorage === 'undefined' ? null : localStorage.getItem(storageKey),
  typeof navigator === 'undefined' ? [] : (navigator.languages ?? []),
)

/** The texts shown. Nothing that imports them runs before they are there. */
export const t = await language.load()

/** Shows the app in another language from now on, on this device. */
export function chooseLanguage(tag: string): void {
  localStorage.setItem(storageKey, tag)
  // Every module reads its texts when it loads, so the page loads anew; no work is lost by that.
  location.reload()
}

/** Tells the browser which language the page is in, for hyphenation, speech and direction. */
export function labelPage(page: HTMLElement): void {
  page.lang = language.tag
  page.dir = language.direction
}
