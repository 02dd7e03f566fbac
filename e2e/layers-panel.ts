import { expect, type Locator, type Page } from '@playwright/test'

const jobMs = 90_000

/** The layers of the picture that is open. */
export function layersOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Layers' })
}

/** A layer by its place in the list, the highest first. */
export function layerAt(page: Page, index: number): Locator {
  return layersOf(page).getByRole('listitem').nth(index)
}

/** The results of the selected layer. */
export function resultsOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Results' })
}

/** Presses the button of the panel that asks, and waits for the layer that it makes. */
export async function ask(page: Page, action: string): Promise<void> {
  const layers = layersOf(page).getByRole('listitem')
  const before = await layers.count()
  const panel = page.getByRole('region', { name: 'Edit with words' })
  await panel.getByRole('button', { name: action, exact: true }).click()
  await expect(layers).toHaveCount(before + 1)
}

/** Waits for the results of a layer, the highest unless said otherwise; it is not selected by that. */
export async function waitForResults(page: Page, index = 0): Promise<void> {
  await expect(layerAt(page, index)).toContainText(/\d images?/, { timeout: jobMs })
}

/** Selects a layer as soon as it has results, unless it is selected, and waits for them. */
export async function select(page: Page, index = 0): Promise<void> {
  await waitForResults(page, index)
  const name = nameOf(layerAt(page, index))
  if ((await name.getAttribute('aria-pressed')) === 'false') await name.click()
  await expect(resultsOf(page)).toBeVisible()
}

/** The button that selects a layer. A role would also find those that cannot be pressed in. */
export function nameOf(layer: Locator): Locator {
  return layer.locator('button[aria-pressed]').first()
}

/** Keeps the first result of the highest layer. */
export async function keepNewest(page: Page): Promise<void> {
  await select(page)
  await resultsOf(page).getByRole('button', { name: 'Keep', exact: true }).click()
  await expect(resultsOf(page)).toBeHidden()
}

/** Opens the first result of the highest entry, which is a picture of its own. */
export async function openNewest(page: Page): Promise<void> {
  await select(page)
  await resultsOf(page).getByRole('button', { name: 'Open in editor' }).click()
}
