import type { Locator, Page } from '@playwright/test'

/** The jobs on the contact sheet, the newest first. */
export function entriesOf(page: Page): Locator {
  return page.getByRole('region', { name: 'History' }).getByRole('listitem')
}

/** Opens what is known of an entry, the newest unless said otherwise. */
export async function openDetails(page: Page, index = 0): Promise<Locator> {
  const entry = entriesOf(page).nth(index)
  await entry.getByRole('button').click()
  return entry.getByRole('dialog')
}
