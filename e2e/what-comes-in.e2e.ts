import { type Browser, expect, type FileChooser, type Page, test } from '@playwright/test'
import sharp, { type Sharp } from 'sharp'
import { exifBlock, withExif } from '../tests/builders/exif-file.ts'
import { ask, keepNewest } from './layers-panel.ts'
import { objectsUnder } from './local.ts'
import { download, openAs, openAsNew, stroke } from './person.ts'
import { decode, mayChange } from './pixels.ts'

const stored = { width: 900, height: 600 }
const email = 'photographer@example.com'

/** Grey with a red corner at the top left, as stored. */
function marked(): Sharp {
  const mark = { create: { width: 90, height: 90, channels: 3 as const, background: '#ff0000' } }
  const ground = { create: { ...stored, channels: 3 as const, background: '#808890' } }
  return sharp(ground).composite([{ input: mark, left: 0, top: 0 }])
}

/** As it is to be seen. A pass of its own: sharp turns a picture before it puts another on it. */
async function turned(): Promise<Buffer> {
  return sharp(await marked().png().toBuffer())
    .rotate(90)
    .png()
    .toBuffer()
}

/** Both lie on their side: turned clockwise, the red corner is at the top right. */
async function files() {
  const block = exifBlock({ value: 6 })
  const webp = withExif.webp(await marked().webp({ lossless: true }).toBuffer(), block, stored)
  const tiff = await marked()
    .withMetadata({ orientation: 6 })
    .tiff({ compression: 'lzw' })
    .toBuffer()
  return [
    { name: 'lying.webp', mimeType: 'image/webp', buffer: webp },
    { name: 'scan.tif', mimeType: 'image/tiff', buffer: tiff },
  ]
}

test('a picture that lies on its side is the same on every device, and is edited where it is painted', async ({
  page,
  browser,
}) => {
  test.setTimeout(300_000)
  await openAsNew(page, email)
  for (const [index, file] of (await files()).entries()) {
    const title = file.name.replace(/\.\w+$/, '')
    await choose(page, file)
    await expectUpright(page, title)
    await expectErasedInMask(page, index + 1)
    const other = await freshDevice(browser)
    await other
      .getByRole('button', { name: new RegExp(title) })
      .first()
      .click()
    await expectUpright(other, title)
    await other.context().close()
    await page.getByRole('button', { name: 'New picture' }).click()
  }
})

/** Size and red corner, as editor and download have them. */
async function expectUpright(page: Page, title: string): Promise<void> {
  await expect(page.getByRole('application', { name: `Editing ${title}` })).toBeVisible()
  await expect(page.getByRole('banner')).toContainText('600 × 900')
  const { data, width, height } = await decode(await download(page))
  const redAt = (x: number, y: number) => [
    ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
  ]
  expect({ width, height }).toEqual({ width: 600, height: 900 })
  expect(redAt(580, 20)).toEqual([255, 0, 0])
  expect(redAt(20, 20)).toEqual([0x80, 0x88, 0x90])
}

/** @param time how many edits there are with this one; each has a mask of its own */
async function expectErasedInMask(page: Page, time: number): Promise<void> {
  const masks = await keysUnder('masks/')
  await stroke(page, [
    [0.5, 0.4],
    [0.55, 0.4 + 0.05 * time],
  ])
  await ask(page, 'Remove')
  const edits = page.getByRole('region', { name: 'History' }).getByRole('listitem')
  await expect(edits.filter({ hasText: 'Done' })).toHaveCount(time, { timeout: 90_000 })
  const mask = await newUnder('masks/', masks)
  const before = await decode(await turned())
  const allowed = await mayChange(mask, before)
  await keepNewest(page)
  const after = await decode(await download(page))
  expect({ width: after.width, height: after.height }).toEqual({ width: 600, height: 900 })
  const wrong = allowed.findIndex((may, at) => {
    const pixel = [0, 1, 2].some((each) => before.data[at * 3 + each] !== after.data[at * 3 + each])
    return may === 0 && pixel
  })
  expect(wrong).toBe(-1)
}

async function keysUnder(prefix: string): Promise<Set<string>> {
  return new Set((await objectsUnder(prefix)).keys())
}

async function newUnder(prefix: string, before: ReadonlySet<string>): Promise<Buffer> {
  const found = [...(await objectsUnder(prefix))].find(([key]) => !before.has(key))
  if (!found) throw new Error(`Nothing new under ${prefix}.`)
  return found[1]
}

async function freshDevice(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ acceptDownloads: true })).newPage()
  await openAs(page, email)
  return page
}

async function choose(page: Page, file: Parameters<FileChooser['setFiles']>[0]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a picture' }).click(),
  ])
  await chooser.setFiles(file)
}
