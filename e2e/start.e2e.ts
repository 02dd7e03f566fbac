import { expect, test } from '@playwright/test'
import { startedDir, startedPort } from './place.ts'
import { type Started, startCommand } from './start-command.ts'

let started: Started | undefined

test.afterEach(() => started?.stop())

test('npm start serves the app from its sources; the demo account that it names signs in and makes a picture', async ({
  page,
}) => {
  started = await startCommand([
    'start',
    '--port',
    String(startedPort),
    '--reset',
    '--state',
    startedDir,
  ])
  const { email, password } = started.account
  await page.goto(`http://localhost:${startedPort}`)
  await page.getByRole('textbox', { name: 'Email' }).fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const edit = page.getByRole('region', { name: 'Edit with words' })
  await edit.getByRole('textbox', { name: 'Prompt' }).fill('a lighthouse in fog')
  await edit.getByRole('group', { name: 'Variations' }).getByText('1', { exact: true }).click()
  await edit.getByRole('button', { name: 'Generate', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Results' })).toBeVisible({ timeout: 90_000 })
})
