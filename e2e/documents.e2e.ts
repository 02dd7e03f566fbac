import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import sharp from 'sharp'
import { openAs, openAsNew, stroke } from './person.ts'

const documents = (page: Page) => page.getByRole('region', { name: 'Your documents' })
const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true })
const toast = (page: Page) => page.getByRole('region', { name: 'Notifications' })

/** Where strokes begin, as shares of the canvas's sides. */
const places = { left: [0.35, 0.4], right: [0.65, 0.4], below: [0.5, 0.62] } as const
type Place = keyof typeof places

test('two tabs show one document, and each the other’s strokes', async ({ page, context }) => {
  await openAsNew(page, 'tabs@example.com')
  await open(page)
  await paint(page, 'left')
  await expect(page).toHaveURL(/#\/d\/[0-9a-f-]{36}$/)

  const other = await context.newPage()
  await other.goto(page.url())
  await expectPainted(other, ['left'])
  await paint(other, 'right')
  await expectPainted(page, ['left', 'right'])

  // The stroke of the other tab is a step of the one document.
  await undo(page).click()
  await expectPainted(other, ['left'])

  // One tab goes on to something else; the other stays where it is.
  await page.getByRole('button', { name: 'New picture' }).click()
  await expect(documents(page).getByRole('listitem')).toHaveCount(1)
  await expectPainted(other, ['left'])
  await page.goBack()
  await expectPainted(page, ['left'])
  await page.goForward()
  await expect(documents(page)).toBeVisible()
})

test('a page that dies in the middle of a stroke loses the last moment of it at most', async ({
  page,
  context,
}) => {
  await openAsNew(page, 'in-hand@example.com')
  await open(page)
  await paint(page, 'left')
  await expect(page).toHaveURL(/#\/d\/[0-9a-f-]{36}$/)
  await expect(page).toHaveTitle('lake · Repaint')
  const brush = page.getByRole('slider', { name: 'Brush size' })
  await brush.press('ArrowRight')
  const size = await brush.inputValue()
  const box = await page.getByRole('application').boundingBox()
  if (!box) throw new Error('There is no canvas.')
  const [x, y] = places.right
  await page.mouse.move(box.x + box.width * x, box.y + box.height * y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * x + 60, box.y + box.height * y + 20, { steps: 6 })
  // What is kept lags behind the pointer by less than a second.
  await page.waitForTimeout(900)
  const address = page.url()
  await page.close({ runBeforeUnload: false })

  const next = await context.newPage()
  await next.goto(address)
  await expect(next.getByRole('slider', { name: 'Brush size' })).toHaveValue(size)
  await expectPainted(next, ['left', 'right'])
  await undo(next).click()
  await expectPainted(next, ['left'])

  // The next visit looks at the same part of the picture.
  await next.getByRole('button', { name: 'Zoom in' }).click()
  const zoom = await zoomOf(next)
  await next.waitForTimeout(700)
  await next.reload()
  await expect.poll(() => zoomOf(next)).toBe(zoom)
})

const zoomOf = (page: Page) =>
  page.getByRole('toolbar', { name: 'Editing tools' }).getByText(/\d+%/).first().textContent()

test('another device goes on with a document, and what both did offline is all there', async ({
  browser,
}) => {
  const email = 'devices@example.com'
  const [own, second] = [await browser.newContext(), await browser.newContext()]
  const [one, other] = [await own.newPage(), await second.newPage()]
  await openAsNew(one, email)
  await open(one)
  await expect(one.getByRole('region', { name: 'Uploads' })).toBeHidden()
  await paint(one, 'left')

  await openAs(other, email)
  await documents(other).getByRole('button', { name: 'Open document lake' }).click()
  await expectPainted(other, ['left'])
  await paint(one, 'right')
  await expectPainted(other, ['left', 'right'])

  await own.setOffline(true)
  await second.setOffline(true)
  for (const page of [one, other])
    await expect(page.getByText('Offline', { exact: true })).toBeVisible()
  await undo(one).click()
  await paint(other, 'below')
  await own.setOffline(false)
  await second.setOffline(false)
  // The right stroke was undone on one device, the lower one painted on the other.
  for (const page of [one, other]) await expectPainted(page, ['left', 'below'])
  for (const page of [one, other]) await expect(documents(page)).toBeHidden()

  await other.getByRole('button', { name: 'New picture' }).click()
  await renameTo(other, 'Quay')
  await one.getByRole('button', { name: 'New picture' }).click()
  await expect(documents(one).getByRole('button', { name: 'Open document Quay' })).toBeVisible()
  await throughTheTrash(one, other)
  await changeTheSame([one, own], [other, second])
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

/** What only one of two can have is there twice, and whoever joins it is led to the other version. */
async function changeTheSame(
  [one, own]: [Page, BrowserContext],
  [other, second]: [Page, BrowserContext],
): Promise<void> {
  const prompt = (page: Page) =>
    page.getByRole('region', { name: 'Edit with words' }).locator('[data-prompt]')
  for (const page of [one, other]) {
    await documents(page).getByRole('button', { name: 'Open document Quay' }).click()
    await expectPainted(page, ['left', 'below'])
  }
  await own.setOffline(true)
  await second.setOffline(true)
  await prompt(one).fill('a boat')
  await prompt(other).fill('a bridge')
  await own.setOffline(false)
  await second.setOffline(false)
  // It says so where both were joined: on the device that was back last.
  const said = [one, other].map((page) => {
    const led = toast(page).getByRole('button', { name: /^Open (your|the other) version$/ })
    return led.waitFor().then(() => ({ page, led }))
  })
  const { page, led } = await Promise.any(said)
  const shown = await prompt(page).inputValue()
  await led.click()
  const wanted = shown === 'a boat' ? 'a bridge' : 'a boat'
  await expect(prompt(page)).toHaveValue(wanted)
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
async function paint(page: Page, place: Place): Promise<void> {
  const [x, y] = places[place]
  await stroke(page, [
    [x, y],
    [x + 0.02, y + 0.02],
  ])
  await expect.poll(() => painted(page)).toContain(place)
}

/** A tab behind another one does not draw. */
async function expectPainted(page: Page, wanted: readonly Place[]): Promise<void> {
  await page.bringToFront()
  await expect.poll(() => painted(page)).toEqual(wanted)
}

/** The places that the mask covers, in the middle of their strokes. */
async function painted(page: Page): Promise<Place[]> {
  const found = await page
    .locator('canvas')
    .nth(1)
    .evaluate((canvas: HTMLCanvasElement, all) => {
      const context = canvas.getContext('2d')
      return Object.entries(all).flatMap(([name, [x, y]]) => {
        const at = [Math.round((x + 0.01) * canvas.width), Math.round((y + 0.01) * canvas.height)]
        const { data } = context?.getImageData((at[0] ?? 0) - 2, (at[1] ?? 0) - 2, 5, 5) ?? {
          data: [],
        }
        return Array.from(data).some((value, index) => index % 4 === 3 && value > 0) ? [name] : []
      })
    }, places)
  return found as Place[]
}
