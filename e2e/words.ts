import { expect, type Page } from '@playwright/test'
import { exportTypes } from '#domain/export/file-type.ts'
import { catalogue } from '#domain/model/catalogue.ts'
import { cardsOf, readEndpoints } from '#domain/model/endpoints.ts'
import { en } from '../src/i18n/en/en.ts'
import { pseudo } from '../src/i18n/pseudo.ts'
import { ownModels } from '../tests/backend/settings.ts'

/** The texts that a page in the pseudo-language shows. */
export const texts = pseudo(en)

/** Shows the app in the pseudo-language, in which no text of a catalogue has a letter from A to Z. */
export async function showPseudo(page: Page): Promise<void> {
  await page.evaluate(() => localStorage.setItem('repaint.language', 'en-XA'))
  await page.reload()
}

/** Names that are the same in every language. */
const own = cardsOf(readEndpoints(ownModels.imageEndpoints))
const names = [...catalogue, ...own, ...Object.values(exportTypes)]
  .map(({ name }) => name)
  .concat('Repaint')

/**
 * Checks that every text and every accessible name of the page is from the catalogue.
 * @param written what people wrote themselves: prompts, titles, addresses
 */
export async function expectOnlyCatalogue(
  page: Page,
  where: string,
  written: readonly string[],
): Promise<void> {
  const known = [...names, ...written]
  const foreign = (await page.evaluate(visibleTexts)).filter((text) => {
    const rest = known.reduce((left, name) => left.replaceAll(name, ''), text)
    return /[A-Za-z]{2,}/.test(rest)
  })
  expect.soft(foreign, where).toEqual([])
}

/** Runs in the page: what is seen of its text, and what a screen reader says. */
function visibleTexts(): string[] {
  const found = new Set<string>([document.title])
  const attributes = [
    'aria-label',
    'aria-valuetext',
    'aria-description',
    'title',
    'placeholder',
    'alt',
  ]
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT)
  for (let element = walker.nextNode(); element; element = walker.nextNode()) {
    if (!(element instanceof Element) || element.closest('script, style, noscript, code')) continue
    if (!element.checkVisibility({ visibilityProperty: true })) continue
    for (const name of attributes) found.add(element.getAttribute(name) ?? '')
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) found.add(child.textContent ?? '')
    }
  }
  return [...found].map((text) => text.trim()).filter((text) => text !== '')
}
