import { expect, type Page, test } from '@playwright/test'
import sharp from 'sharp'
import { openAs, openAsNew, stroke } from './person.ts'

const documents = (page: Page) => page.getByRole('region', { name: 'Your documents' })
const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true })
const toast = (page: Page) => page.getByRole('region', { name: 'Notifications' })

const [left, right, below] = [
  [0.35, 0.4],
  [0.65, 0.4],
  [0.5, 0.62],
] as const

test('two tabs show one document, and each the other’s strokes', async ({ page, context }) => {
  await openAsNew(page, 'tabs@example.com')
  await open(page)
  await paint(page, left)
  await expect(page).toHaveURL(/#\/d\/[0-9a-f-]{36}$/)
  const first = await painted(page)

  const other = await context.newPage()
  await other.goto(page.url())
  await expect.poll(() => painted(other)).toBe(first)
  await paint(other, right)
  const both = await painted(other)
  expect(both).toBeGreaterThan(first)
  await expect.poll(() => painted(page)).toBe(both)

  // The stroke of the other tab is a step of the one document.
  await undo(page).click()
  await expect.poll(() => painted(other)).toBe(first)

  // One tab goes on to something else; the other stays where it is.
  await page.getByRole('button', { name: 'New picture' }).click()
  await expect(documents(page).getByRole('listitem')).toHaveCount(1)
  await expect.poll(() => painted(other)).toBe(first)
  await page.goBack()
  await expect.poll(() => painted(page)).toBe(first)
  await page.goForward()
  await expect(documents(page)).toBeVisible()
})

test('another device goes on with a document, and what both did offline is all there', async ({
  browser,
}) => {
  const email = 'devices@example.com'
  const [own, second] = [await browser.newContext(), await browser.newContext()]
  const [one, other] = [await own.newPage(), await second.newPage()]
  await openAsNew(one, email)
  await open(one)
  await expect(one.getByRole('region', { name: 'Uploads' })).toBeHidden()
  await paint(one, left)
  const first = await painted(one)

  await openAs(other, email)
  await documents(other).getByRole('button', { name: 'Open document lake' }).click()
  await expect.poll(() => painted(other)).toBe(first)
  await paint(one, right)
  const two = await painted(one)
  await expect.poll(() => painted(other)).toBe(two)

  await own.setOffline(true)
  await second.setOffline(true)
  for (const page of [one, other])
    await expect(page.getByText('Offline', { exact: true })).toBeVisible()
  await undo(one).click()
  await paint(other, below)
  const ahead = await painted(other)
  await own.setOffline(false)
  await second.setOffline(false)
  // The right stroke was undone on one device, the lower one painted on the other.
  const joined = first + (ahead - two)
  await expect.poll(() => painted(one)).toBe(joined)
  await expect.poll(() => painted(other)).toBe(joined)
  for (const page of [one, other]) await expect(documents(page)).toBeHidden()

  await other.getByRole('button', { name: 'New picture' }).click()
  await renameTo(other, 'Quay')
  await one.getByRole('button', { name: 'New picture' }).click()
  await expect(documents(one).getByRole('button', { name: 'Open document Quay' })).toBeVisible()
  await throughTheTrash(one, other)
  await own.close()
  await second.close()
})

async function renameTo(page: Page, name: string): Promise<void> {
  await documents(page).getByRole('button', { name: 'Actions for document lake' }).click()
  await page.getByRole('button', { name: 'Rename' }).click()
  const dialog = page.getByRole('dialog', { name: 'Rename document' })
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Save' }).click()
}

/** Trashed on one device, restored on the other. */
async function throughTheTrash(one: Page, other: Page): Promise<void> {
  await documents(one).getByRole('button', { name: 'Actions for document Quay' }).click()
  await one.getByRole('button', { name: 'Move to the trash' }).click()
  await expect(toast(one)).toContainText('Moved to the trash.')
  await expect(documents(other).getByRole('button', { name: 'Open document Quay' })).toBeHidden()
  await documents(other).getByRole('button', { name: 'Trash' }).click()
  const trash = other.getByRole('dialog', { name: 'Trash' })
  await trash.getByRole('button', { name: 'Restore' }).click()
  await expect(trash).toContainText('The trash is empty.')
  await trash.getByRole('button', { name: 'Close' }).click()
  for (const page of [one, other]) {
    await expect(documents(page).getByRole('button', { name: 'Open document Quay' })).toBeVisible()
  }
}

async function open(page: Page): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a picture' }).click(),
  ])
  const size = { width: 480, height: 360, channels: 3 as const }
  const buffer = await sharp({ create: { ...size, background: '#7799bb' } })
    .png()
    .toBuffer()
  await chooser.setFiles({ name: 'lake.png', mimeType: 'image/png', buffer })
  await expect(page.getByRole('application')).toBeVisible()
}

/** A short stroke at a place of the canvas; strokes at different places do not touch. */
async function paint(page: Page, [x, y]: readonly [number, number]): Promise<void> {
  const before = await painted(page)
  await stroke(page, [
    [x, y],
    [x + 0.02, y + 0.02],
  ])
  // The brush's ring is drawn with the mask.
  await page.mouse.move(0, 0)
  await expect.poll(() => painted(page)).not.toBe(before)
}

/** How many pixels of the canvas the mask covers. */
function painted(page: Page): Promise<number> {
  return page
    .locator('canvas')
    .nth(1)
    .evaluate((canvas: HTMLCanvasElement) => {
      const context = canvas.getContext('2d')
      const { data } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] }
      let count = 0
      for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) count += 1
      return count
    })
}
