import { type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test'
import sharp from 'sharp'
import { demoUser } from '../scripts/demo-user.ts'
import { password } from '../tests/backend/sign-in.ts'
import { turnClock } from '../tests/soak/crash/device.ts'
import { seriousViolations } from './accessibility.ts'
import { layersOf, resultsOf, select } from './layers-panel.ts'
import { openAs, openAsNew, stroke } from './person.ts'

/** The demo account asks for no jobs here: another test expects its history to be empty. */
const openAsDemo = (page: Page) => openAs(page, demoUser.email, demoUser.password)

test('a file that cannot be taken in says why, and an animation opens as its first frame', async ({
  page,
}) => {
  await openAsDemo(page)
  await choose(page, { name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Dear A.') })
  const toast = page.getByRole('region', { name: 'Notifications' })
  await expect(toast).toContainText('notes.jpg: This file is not a picture.')

  await choose(page, { name: 'party.webp', mimeType: 'image/webp', buffer: await animation() })
  await expect(page.getByRole('application', { name: 'Editing party' })).toBeVisible()
  await expect(toast).toContainText('the first of 2 frames')
})

test('a clock that is wrong is named, with how much, and where to set it', async ({ browser }) => {
  const minuteMs = 60_000
  const clocks = [
    [10 * minuteMs, undefined],
    [20 * minuteMs, '20 min ahead'],
    [-20 * minuteMs, '20 min behind'],
    [24 * 60 * minuteMs, '1 d ahead'],
    [-24 * 60 * minuteMs, '1 d behind'],
  ] as const
  for (const [aheadMs, said] of clocks) {
    const context = await browser.newContext()
    await context.addInitScript(turnClock, aheadMs)
    const page = await context.newPage()
    const isRead = page.waitForResponse((answer) => answer.request().method() === 'HEAD')
    await openAsDemo(page)
    await isRead
    const notice = page.getByRole('complementary', { name: 'Clock' })
    if (said === undefined) await expect(notice).toBeHidden()
    else await expect(notice).toContainText(`The clock of this device is ${said}`)
    await context.close()
  }
})

test('the samples open, one turned upright by its EXIF orientation', async ({ page }) => {
  await openAsNew(page, 'sampler@example.com')
  const sizes = { Shore: '4032 × 3024', Courtyard: '4032 × 3024', Table: '3024 × 4032' }
  for (const [title, size] of Object.entries(sizes)) {
    await page.getByRole('button', { name: `Open sample: ${title}` }).click()
    await expect(page.getByRole('application', { name: `Editing ${title}` })).toBeVisible()
    await expect(page.getByRole('banner')).toContainText(size)
    await page.getByRole('button', { name: 'New picture' }).click()
  }
  const pictures = page.getByRole('region', { name: 'Your pictures' }).locator('img')
  await expect(pictures).toHaveCount(3)
  // They are listed as they were taken in, which is no order that is known here.
  const portraits = (images: Element[]) =>
    images.filter((img) => img instanceof HTMLImageElement && img.naturalHeight > img.naturalWidth)
      .length
  await expect.poll(() => pictures.evaluateAll(portraits)).toBe(1)
})

test('a request made offline waits, and is sent once when the network is back', async ({
  page,
  context,
}) => {
  await openAsNew(page, 'offline@example.com')
  await choose(page, await photo('lake.png'))
  await expect(page.getByRole('region', { name: 'Uploads' })).toBeHidden()
  await stroke(page, [
    [0.45, 0.45],
    [0.55, 0.5],
  ])
  const sent = countMutations(context, 'generateImage')

  await context.setOffline(true)
  await expect(page.getByText('Offline', { exact: true })).toBeVisible()
  await page.getByRole('group', { name: 'Variations' }).getByText('1', { exact: true }).click()
  await page.keyboard.press('Control+Enter')
  await expect(layersOf(page)).toContainText('Waiting for the network')

  await context.setOffline(false)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await select(page)
  // Escape closes the menu that is open, and discards nothing.
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Account' })).toBeHidden()
  await page.getByRole('application').focus()
  await page.keyboard.press('Enter')
  await expect(resultsOf(page)).toBeHidden()
  await expect(page.getByRole('region', { name: 'History' }).getByRole('listitem')).toHaveCount(1)
  expect(sent()).toBe(1)
})

test('a deleted account is signed out and cannot sign in again', async ({ page }) => {
  const email = 'leaver@example.com'
  await openAsNew(page, email)
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('button', { name: 'Delete account' }).click()
  const confirm = page.getByRole('button', { name: 'Delete everything' })
  await expect(confirm).toBeDisabled()
  await page.getByLabel('Password', { exact: true }).fill(password)
  await confirm.click()

  await page.getByRole('textbox', { name: 'Email' }).fill(email)
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('Email address or password is wrong.')
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('nothing is cut off, and a finger paints a mask', async ({ page }) => {
    await openAsDemo(page)
    await expectNoSidewaysScroll(page)
    await choose(page, await photo('street.png'))
    await expect(page.getByRole('application')).toBeVisible()
    await expectNoSidewaysScroll(page)

    await swipe(page, page.getByRole('application'))
    await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeEnabled()
    await page.getByRole('tab', { name: 'Edit' }).click()
    const panel = page.getByRole('region', { name: 'Edit with words' })
    const remove = panel.getByRole('button', { name: 'Remove', exact: true })
    await expect(remove).toBeEnabled()
    await remove.scrollIntoViewIfNeeded()
    await expect(remove).toBeInViewport({ ratio: 1 })
    await expectNoSidewaysScroll(page)
  })
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme })

    test('sign-in, start and editor break no serious rule of accessibility', async ({ page }) => {
      await page.goto('/')
      await expect(page.getByRole('textbox', { name: 'Email' })).toBeVisible()
      expect(await seriousViolations(page)).toEqual([])
      await openAsDemo(page)
      expect(await seriousViolations(page)).toEqual([])
      await choose(page, await photo('harbour.png'))
      await expect(page.getByRole('toolbar')).toBeVisible()
      expect(await seriousViolations(page)).toEqual([])
    })
  })
}

test('the keyboard alone leads from sign-in to choosing a file', async ({ page }) => {
  await page.goto('/')
  const email = page.getByRole('textbox', { name: 'Email' })
  await email.waitFor()
  await tabTo(page, email)
  await page.keyboard.type(demoUser.email)
  await tabTo(page, page.getByRole('textbox', { name: 'Password', exact: true }))
  await page.keyboard.type(demoUser.password)
  await page.keyboard.press('Enter')
  const pick = page.getByRole('button', { name: 'Choose a picture' })
  await pick.waitFor()
  await tabTo(page, pick)
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.keyboard.press('Enter'),
  ])
  expect(chooser.isMultiple()).toBe(true)
})

type File = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }

async function choose(page: Page, file: File): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a picture' }).click(),
  ])
  await chooser.setFiles(file)
}

/** A small picture of its own: the name decides the colour, so that none is another's copy. */
async function photo(name: string): Promise<File> {
  const [r = 0, g = 0, b = 0] = Buffer.from(name)
  const create = { width: 480, height: 360, channels: 3 as const, background: { r, g, b } }
  return { name, mimeType: 'image/png', buffer: await sharp({ create }).png().toBuffer() }
}

/** Two frames: the backend makes a PNG of the first. */
async function animation(): Promise<Buffer> {
  const frames = await Promise.all(
    ['red', 'blue'].map((background) =>
      sharp({ create: { width: 64, height: 64, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  )
  return sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer()
}

/** Counts the calls of one mutation that got an answer. */
function countMutations(context: BrowserContext, name: string): () => number {
  let count = 0
  context.on('response', (response) => {
    if (response.request().postData()?.includes(name)) count += 1
  })
  return () => count
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const beyond = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(beyond).toBe(0)
}

/** Draws one finger from the middle of an element to its right, as a touch screen would. */
async function swipe(page: Page, target: Locator): Promise<void> {
  const box = await target.boundingBox()
  if (!box) throw new Error('There is nothing to swipe over.')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const screen = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', dx?: number) =>
    screen.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: dx === undefined ? [] : [{ x: x + dx, y }],
    })
  await touch('touchStart', 0)
  for (const dx of [15, 30, 45, 60]) await touch('touchMove', dx)
  await touch('touchEnd')
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let steps = 0; steps < 30; steps += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('The tab key does not reach it.')
}
