import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { openAsNew } from './person.ts'

test('everything that a person has comes as one zip, without the browser’s file picker', async ({
  page,
}) => {
  // The picker is a window of the system, which no test can answer: without it, memory is used.
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'))
  await openAsNew(page, 'exporter@example.com')
  const edit = page.getByRole('region', { name: 'Edit with words' })
  await edit.getByRole('textbox', { name: 'Prompt' }).fill('a lighthouse in fog')
  await edit.getByRole('group', { name: 'Variations' }).getByText('1', { exact: true }).click()
  await edit.getByRole('button', { name: 'Generate', exact: true }).click()
  const results = page.getByRole('region', { name: 'Results' })
  await results.getByRole('button', { name: 'Open in editor' }).waitFor({ timeout: 90_000 })

  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('button', { name: 'Export everything' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export everything' })
  const saved = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save the zip' }).click()
  const file = await saved
  await expect(dialog).toContainText('Everything is saved.')
  expect(file.suggestedFilename()).toMatch(/^repaint-\d{4}-\d\d-\d\d\.zip$/)
  // Entries are stored as they are, so that their bytes are in the file.
  const zip = (await readFile(await file.path())).toString('latin1')
  for (const part of ['history.json', '"prompt": "a lighthouse in fog"', 'usage.json', '\x89PNG']) {
    expect(zip).toContain(part)
  }
  expect(zip).toMatch(/results\/[0-9a-f-]{36}\/0\.png/)
  expect(zip).not.toContain('missing.json')
})
