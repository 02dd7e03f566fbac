import { expect, test } from '@playwright/test'
import { chooseOne, openWall, paintOver, wallWith } from './discs.ts'
import { entriesOf, openDetails } from './history.ts'
import { ask, layerAt, layersOf, waitForResults } from './layers-panel.ts'
import { openAsNew } from './person.ts'

test('from an entry of the history all can be asked for again, by the same model or another', async ({
  page,
}) => {
  await openAsNew(page, 'again@example.com')
  await openWall(page, await wallWith({ red: [90, 150], green: [240, 150], blue: [390, 150] }))
  await paintOver(page, 'red')
  await chooseOne(page)
  const edit = page.getByRole('region', { name: 'Edit with words' })
  const prompt = edit.getByRole('textbox', { name: /Prompt/ })
  await prompt.fill('a sun')
  await expect(edit.getByRole('button', { name: 'Replace', exact: true })).toContainText('$0.01')
  await ask(page, 'Replace')
  await waitForResults(page)

  const details = await openDetails(page)
  await expect(details).toContainText('Done')
  await details.getByText('Run again on another model').click()
  await details.getByRole('button', { name: /Inpaint/ }).click()
  await expect(details).toBeHidden()
  // It joins the strip of the layer that it was asked for in.
  await expect(layerAt(page, 0)).toContainText('2 images', { timeout: 90_000 })
  await expect(layersOf(page).getByRole('listitem')).toHaveCount(1)
  await expect(entriesOf(page)).toHaveCount(2)
  expect(await openDetails(page).then((other) => other.textContent())).toContain('Inpaint')

  await page.keyboard.press('End')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Escape')
  await paintOver(page, 'blue')
  await expect(prompt).toHaveValue('')
  await (await openDetails(page, 1)).getByRole('button', { name: 'Use its words' }).click()
  await expect(prompt).toHaveValue('a sun')
  await (await openDetails(page, 1)).getByRole('button', { name: /Use its seed/ }).click()
  await expect(page.getByText('Seed taken over.')).toBeVisible()
})

test('the picture gets all the room by one key, and the panels are as they were left', async ({
  page,
}) => {
  await openAsNew(page, 'room@example.com')
  await openWall(page, await wallWith({ red: [90, 150], green: [240, 150], blue: [390, 150] }))
  const edit = page.getByRole('region', { name: 'Edit with words' })
  const history = page.getByRole('region', { name: 'History' })
  const canvas = page.getByRole('application')
  const widthOf = async () => (await canvas.boundingBox())?.width
  await canvas.focus()
  await page.keyboard.press('f')
  await expect(edit).toBeHidden()
  await expect(history).toBeHidden()
  expect(await widthOf()).toBe(1440)
  await page.keyboard.press('f')
  await expect(edit).toBeVisible()
  await page.getByRole('button', { name: 'History', exact: true }).click()
  await expect(history).toBeHidden()
  await page.reload()
  await expect(edit).toBeVisible()
  await expect(history).toBeHidden()
})
