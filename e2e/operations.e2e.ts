import { expect, type Page, test } from '@playwright/test'
import sharp from 'sharp'
import { seriousViolations } from './accessibility.ts'
import { entriesOf, openDetails } from './history.ts'
import {
  ask,
  keepNewest,
  layersOf,
  openNewest,
  resultsOf,
  select,
  waitForResults,
} from './layers-panel.ts'
import { openAsNew, stroke } from './person.ts'

const panel = (page: Page) => page.getByRole('region', { name: 'Edit with words' })

test('the panel offers what can be done, with its limits, its price and who does it', async ({
  page,
}) => {
  await openAsNew(page, 'offers@example.com')
  const edit = panel(page)
  await edit.getByRole('group', { name: 'Start from' }).getByText('Colours').click()
  await edit.getByRole('button', { name: 'Add a colour' }).click()
  await expect(edit).toContainText('4 of 10')
  await edit.getByText('Advanced').click()
  await expect(edit.getByLabel('Save the prompt in the file')).not.toBeChecked()
  expect(await seriousViolations(page)).toEqual([])

  await open(page, 'meadow.png')
  const aims = edit.getByRole('navigation', { name: 'Edits of the whole picture' })
  expect(await seriousViolations(page)).toEqual([])
  await aims.getByRole('button', { name: 'Enlarge' }).click()
  await expect(edit.getByRole('heading', { name: 'Enlarge' })).toBeFocused()
  await expect(edit).toContainText('$0.03')
  await edit.getByText('Creative').click()
  await edit.getByRole('group', { name: 'Variations' }).getByText('2').click()
  await expect(edit).toContainText('2 × $0.60 = $1.20')
  await expect(edit.getByText('Say what should be there')).toBeVisible()

  await edit.getByRole('button', { name: 'All edits' }).click()
  await aims.getByRole('button', { name: 'Restyle' }).click()
  await edit.getByRole('button', { name: /^Model: .* Change$/ }).click()
  const models = page.getByRole('dialog', { name: 'Choose a model' })
  await models.getByText(/more cannot do this/).click()
  await expect(models).toContainText(
    'Nova Canvas cannot bring the style of one picture to another.',
  )
  expect(await seriousViolations(page)).toEqual([])
  await page.keyboard.press('Escape')

  await edit.getByRole('button', { name: 'Choose a style picture' }).click()
  await expect(page.getByRole('dialog', { name: 'Style picture' })).toBeVisible()
  await page.getByLabel('From this device').setInputFiles(await photo('dunes.png'))
  await expect(edit.getByText('dunes')).toBeVisible()
  await expect(edit.getByRole('button', { name: 'Restyle', exact: true })).toBeEnabled()
  expect(await seriousViolations(page)).toEqual([])

  await page.reload()
  await aims.getByRole('button', { name: 'Restyle' }).click()
  await expect(edit.getByText('dunes')).toBeVisible()
})

test('the frame is set by shape, by hand and by number, and painting leads back', async ({
  page,
}) => {
  await openAsNew(page, 'framer@example.com')
  await open(page, 'field.png')
  const edit = panel(page)
  await edit.getByRole('button', { name: 'Extend' }).click()
  await edit.getByRole('button', { name: '16:9' }).click()
  // 360 × 16 / 9 is 640: 160 more than the picture's 480.
  await expect(edit).toContainText('The picture becomes 640 × 360.')
  await page.getByRole('slider', { name: 'Extend upwards' }).focus()
  await page.keyboard.press('ArrowUp')
  await expect(edit.getByLabel('Top, px')).toHaveValue('16')
  await edit.getByLabel('Left, px').fill('0')
  await expect(edit).toContainText('The picture becomes 560 × 376.')
  expect(await seriousViolations(page)).toEqual([])

  await page.reload()
  await edit.getByRole('button', { name: 'Extend' }).click()
  await expect(edit).toContainText('The picture becomes 560 × 376.')
  await edit.getByRole('button', { name: 'All edits' }).click()
  await edit.getByRole('button', { name: 'Remove background' }).click()
  await stroke(page, [
    [0.45, 0.45],
    [0.55, 0.5],
  ])
  await expect(edit.getByRole('heading', { name: 'Remove', exact: true })).toBeVisible()
})

test('an extended picture is larger, and cut out it is transparent', async ({ page }) => {
  await openAsNew(page, 'extender@example.com')
  await open(page, 'plain.png')
  const edit = panel(page)
  await edit.getByRole('button', { name: 'Extend' }).click()
  await edit.getByRole('button', { name: '1:1' }).click()
  await edit.getByLabel('What should appear').fill('more of the wall')
  await edit.getByRole('group', { name: 'Variations' }).getByText('1', { exact: true }).click()
  await ask(page, 'Extend')
  await keepNewest(page)
  // 480 × 360 became square by 60 pixels above and 60 below.
  await expect(page.getByRole('banner')).toContainText('480 × 480')
  const history = entriesOf(page)
  await expect(await openDetails(page)).toContainText('Extend · Titan Image Generator v2')
  await page.keyboard.press('Escape')

  await edit.getByRole('button', { name: 'Remove background' }).click()
  await ask(page, 'Remove background')
  await waitForResults(page)
  // It waits beside the open picture, and says what it is.
  await expect(page.getByRole('banner')).toContainText('480 × 480')
  await select(page)
  await expect(resultsOf(page)).toContainText('480 × 480, transparent')
  const parent = page.url()
  await openNewest(page)
  await expect(layersOf(page)).toBeHidden()
  await expect(history).toHaveCount(2)
  // It is a document of its own, which knows the one that it was made in.
  await page.getByRole('button', { name: 'Open the document that it was made in' }).click()
  await expect(page).toHaveURL(parent)
  // The entry, what was kept, and the extension.
  for (let steps = 0; steps < 3; steps += 1) {
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
  }
  await expect(page.getByRole('banner')).toContainText('480 × 360')
})

async function open(page: Page, name: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a picture' }).click(),
  ])
  await chooser.setFiles(await photo(name))
  await expect(page.getByRole('application')).toBeVisible()
}

/** A small picture of its own: the name decides the colour, so that none is another's copy. */
async function photo(name: string) {
  const [r = 0, g = 0, b = 0] = Buffer.from(name)
  const create = { width: 480, height: 360, channels: 3 as const, background: { r, g, b } }
  return { name, mimeType: 'image/png', buffer: await sharp({ create }).png().toBuffer() }
}
