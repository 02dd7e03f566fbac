import { expect, type Page, test } from '@playwright/test'
import { layersOf, openNewest } from './layers-panel.ts'
import { throttleCalls } from './local.ts'
import { download, openAsNew } from './person.ts'

const panel = (page: Page) => page.getByRole('region', { name: 'Edit with words' })

test('a job says how long it waits and what it leaves; its file brings its settings along', async ({
  page,
  browser,
}) => {
  await openAsNew(page, 'keeper@example.com')
  const edit = panel(page)
  await expect(edit).toContainText('Left today200 images')
  await edit.getByRole('textbox', { name: 'Prompt' }).fill('a quiet bay with two boats')
  await edit.getByRole('group', { name: 'Variations' }).getByText('1', { exact: true }).click()
  await edit.getByText('Advanced').click()
  await edit.getByRole('textbox', { name: 'Seed' }).fill('4711')
  await edit.getByLabel('Save the prompt in the file').check()

  await throttleCalls(2)
  await edit.getByRole('button', { name: 'Generate', exact: true }).click()
  await expect(layersOf(page)).toContainText(
    /Waiting for the model\s·\s(in about \d+ s|any moment now)/,
  )
  await openNewest(page)
  await expect(page.getByRole('application')).toBeVisible()
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  const account = page.getByRole('dialog', { name: 'Account' })
  await expect(account).toContainText('1 of 200 images')
  await expect(account).toContainText('1 of 2,000 images')
  await page.keyboard.press('Escape')

  const other = await (await browser.newContext()).newPage()
  await openAsNew(other, 'finder@example.com')
  const file = { name: 'bay.png', mimeType: 'image/png', buffer: await download(page) }
  await other.getByLabel('Picture files').setInputFiles(file)
  await expect(other.getByRole('application', { name: 'Editing bay' })).toBeVisible()
  const toast = other.getByRole('region', { name: 'Notifications' })
  await expect(toast).toContainText('Made with Repaint: Generate.')
  await toast.getByRole('button', { name: 'Use its settings' }).click()
  const theirs = panel(other)
  await expect(theirs.getByRole('textbox', { name: 'Prompt' })).toHaveValue(
    'a quiet bay with two boats',
  )
  await theirs.getByText('Advanced').click()
  await expect(theirs.getByRole('textbox', { name: 'Seed' })).toHaveValue('4711')
  await expect(theirs.getByLabel('Save the prompt in the file')).toBeChecked()
  await toast.getByRole('button', { name: 'Undo' }).click()
  await expect(other.getByRole('application', { name: 'Editing bay' })).toBeVisible()
  await other.context().close()
})
