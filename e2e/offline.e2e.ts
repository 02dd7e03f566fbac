import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { chooseOne, discsLeft, openWall, paintOver, wallWith } from './discs.ts'
import { entriesOf } from './history.ts'
import { ask, keepNewest, layerAt, layersOf, waitForResults } from './layers-panel.ts'
import { openAsNew } from './person.ts'
import { buildDir } from './place.ts'

test.use({ serviceWorkers: 'allow' })
test.describe.configure({ timeout: 300_000 })

/** The longest that a step takes; without it one that hangs would not be named. */
const stepMs = 60_000

test('the app opens without a network, with what was done, and what is asked for is sent once', async ({
  page,
  context,
}) => {
  await openAsNew(page, 'train@example.com')
  await openWall(page, await wallWith({ red: [90, 150], green: [240, 150], blue: [390, 150] }))
  await paintOver(page, 'red')
  await chooseOne(page)
  await ask(page, 'Remove')
  await keepNewest(page)
  await expect.poll(() => discsLeft(page)).toEqual(['green', 'blue'])
  await page.evaluate(() => navigator.serviceWorker.ready)
  // What is known is kept a moment after it is known.
  await page.waitForTimeout(1_500)
  await context.setOffline(true)
  await endTokens(page)

  await page.reload()
  // A browser need not know that what it is connected to leads nowhere.
  const link = page.getByText(/^(Offline|Connecting)$/)
  await expect(link).toBeVisible({ timeout: 60_000 })
  await expect.poll(() => discsLeft(page)).toEqual(['green', 'blue'])
  await expect(layersOf(page).getByRole('listitem')).toHaveCount(1)
  await expect(entriesOf(page)).toHaveCount(1)
  await paintOver(page, 'blue')
  await chooseOne(page)
  await ask(page, 'Remove')
  await expect(layerAt(page, 0)).toContainText(/Waiting for the network|Sending/)
  await page.reload()
  await expect(layersOf(page).getByRole('listitem')).toHaveCount(2)

  await context.setOffline(false)
  await waitForResults(page, 0)
  await expect.poll(() => discsLeft(page)).toEqual(['green'])
  await expect(entriesOf(page)).toHaveCount(2)
})

test('a new version is announced, and comes when it is asked for', async ({ page }) => {
  await openAsNew(page, 'update@example.com')
  await expect.poll(() => page.evaluate(stateOfWorker)).toBe('activated')
  await page.reload({ timeout: stepMs })
  const controlled = () => page.evaluate(() => navigator.serviceWorker.controller !== null)
  await expect.poll(controlled).toBe(true)
  const notice = page.getByRole('complementary', { name: 'Update' })
  for (const next of [
    '// The next version.',
    // One that does not take over, as where the old one is still at work.
    'self.skipWaiting = () => Promise.resolve()',
  ]) {
    await expect(notice).toBeHidden()
    // A worker of other bytes is another version to the browser.
    await appendFile(join(buildDir, 'service-worker.js'), `\n${next}\n`)
    await expect.poll(() => page.evaluate(findNewerWorker)).toBe(true)
    await expect(notice).toBeVisible()
    const reloaded = page.waitForEvent('load', { timeout: stepMs })
    await notice.getByRole('button', { name: 'Reload' }).click({ timeout: stepMs })
    await reloaded
    await expect(page.getByRole('heading', { name: 'What will you repaint?' })).toBeVisible()
    await expect(notice).toBeHidden()
  }
})

async function stateOfWorker(): Promise<ServiceWorkerState | undefined> {
  const registration = await navigator.serviceWorker.getRegistration()
  return registration?.active?.state
}

async function findNewerWorker(): Promise<boolean> {
  const registration = await navigator.serviceWorker.getRegistration()
  await registration?.update()
  return Boolean(registration?.installing ?? registration?.waiting)
}

/** The tokens of the page run out, as they do within the hour. */
async function endTokens(page: Page): Promise<void> {
  await page.evaluate(() => {
    const ended = (token: string) => {
      const [head = '', payload = '', signature = ''] = token.split('.')
      const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as object
      const past = btoa(JSON.stringify({ ...claims, exp: 1_000_000_000 }))
      return [head, past.replaceAll('=', ''), signature].join('.')
    }
    for (const [key, value] of Object.entries(localStorage)) {
      if (/\.(access|id)Token$/.test(key)) localStorage.setItem(key, ended(String(value)))
    }
  })
}
