import { expect, type Page, test } from '@playwright/test'
import { readMaskHeader } from '#domain/mask/mask-file.ts'
import { colourAt, shotOf, sizeOf } from './canvas-pixels.ts'
import { chooseOne, discAt, discsLeft, openWall, paint, paintOver, wallWith } from './discs.ts'
import { entriesOf, openDetails } from './history.ts'
import { ask, keepNewest, select, waitForResults } from './layers-panel.ts'
import { delayCalls, objectsUnder } from './local.ts'
import { openAsNew } from './person.ts'

const panel = (page: Page) => page.getByRole('region', { name: 'Edit with words' })
const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true })

/** Each does two jobs one after the other, and loads the page anew. */
test.describe.configure({ timeout: 300_000 })

test('edits of two regions add up, survive a reload and are undone one by one', async ({
  page,
}) => {
  await openAsNew(page, 'layers@example.com')
  const loaded = wholePicturesLoaded(page)
  // 24.9 megapixels.
  await openWall(page, await twoDiscs(12))
  await expect(page.getByRole('region', { name: 'Uploads' })).toBeHidden()
  // Both are asked for before either is there, and neither lies over the other.
  await delayCalls(2, 8_000)
  await paintOver(page, 'red')
  await chooseOne(page)
  await ask(page, 'Remove')
  await paintOver(page, 'blue')
  await ask(page, 'Remove')
  await expect(entriesOf(page).filter({ hasText: 'Done' })).toHaveCount(2, { timeout: 90_000 })

  // Each is in its layer by itself; what is selected is compared with the picture without it.
  await expect.poll(() => discsLeft(page)).toEqual([])
  await select(page)
  await page.keyboard.down('c')
  await expect.poll(() => discsLeft(page)).toEqual(['blue'])
  await page.keyboard.up('c')
  await keepNewest(page)
  await expect.poll(() => discsLeft(page)).toEqual([])

  await reload(page)
  await expect.poll(() => discsLeft(page)).toEqual([])
  // What was kept, what was asked for, and the five strokes of one.
  await undo(page).click()
  await undo(page).click()
  await expect.poll(() => discsLeft(page)).toEqual(['blue'])
  await page.getByRole('button', { name: 'Redo', exact: true }).click()
  await expect.poll(() => discsLeft(page)).toEqual([])
  expect(loaded).toEqual([])

  // The newest job was asked for when nothing lay over the picture: only its own edit is there.
  await openEntry(page, 0)
  await expect.poll(() => discsLeft(page)).toEqual(['red'])
})

test('a second edit is asked for over the first, and history opens both', async ({ page }) => {
  await openAsNew(page, 'over@example.com')
  await openWall(page, await twoDiscs())
  for (const disc of ['red', 'blue'] as const) {
    await paintOver(page, disc)
    await chooseOne(page)
    await ask(page, 'Remove')
    await keepNewest(page)
  }
  await expect.poll(() => discsLeft(page)).toEqual([])
  await page.getByRole('button', { name: 'New picture' }).click()
  await openEntry(page, 0)
  await expect.poll(() => discsLeft(page)).toEqual([])
  await openEntry(page, 1)
  await expect.poll(() => discsLeft(page)).toEqual(['blue'])
})

test('an edit may cross the side that a picture was extended at', async ({ page }) => {
  await openAsNew(page, 'crosser@example.com')
  const others = new Set((await objectsUnder('masks/')).keys())
  await openWall(page, await twoDiscs())
  await panel(page).getByRole('button', { name: 'Extend' }).click()
  await panel(page).getByLabel('Left, px').fill('120')
  await panel(page).getByLabel('What should appear').fill('more of the wall')
  await chooseOne(page)
  await ask(page, 'Extend')
  await keepNewest(page)
  await expect(page.getByRole('banner')).toContainText('600 × 360')

  // The red disc lies 120 pixels right of the old left side, at the picture's own size.
  const { width } = await sizeOf(page)
  const red = await discAt(page, 'red')
  const old = { x: red.x - 120 / width, y: red.y }
  await paint(page, old)
  await panel(page)
    .getByRole('textbox', { name: /Prompt/ })
    .fill('a bright yellow door')
  const colours = async () => {
    const shot = await shotOf(page)
    return [-12, 12].map((px) => colourAt(shot, { x: old.x + px / width, y: old.y }))
  }
  const before = await colours()
  await ask(page, 'Replace')
  await waitForResults(page)
  const masks = [...(await objectsUnder('masks/'))].filter(([key]) => !others.has(key))
  const [header] = masks.map(([, mask]) => readMaskHeader(mask))
  expect(header && 'at' in header ? header.at?.x : undefined).toBeLessThan(0)
  await expect.poll(async () => changes(before, await colours())).toEqual([true, true])
  const seen = await colours()

  await reload(page)
  await expect(page.getByRole('banner')).toContainText('600 × 360')
  await expect.poll(colours).toEqual(seen)
  await undo(page).click()
  await expect.poll(colours).toEqual(before)
})

/** Opens the result of an entry of the history, the newest first. */
async function openEntry(page: Page, index: number): Promise<void> {
  const details = await openDetails(page, index)
  await details.getByRole('button', { name: /^Open result 1/ }).click()
}

/** Whether each colour is another than before. */
function changes(before: readonly number[][], after: readonly number[][]): boolean[] {
  return before.map((colour, index) => String(colour) !== String(after[index]))
}

/** The keys of whole pictures that the page asks for, from now on. Patches and renditions are none. */
function wholePicturesLoaded(page: Page): string[] {
  const keys: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    const isWhole = /\/(originals\/|results\/.*\/\d+\.png$)/.test(pathname)
    if (request.method() === 'GET' && isWhole) keys.push(pathname)
  })
  return keys
}

/** Loads the page anew, and waits for what was open. */
async function reload(page: Page): Promise<void> {
  await page.reload()
  await page.locator('canvas').first().waitFor()
}

/** @param scale times 480 × 360 */
function twoDiscs(scale = 1): Promise<Buffer> {
  return wallWith({ red: [120, 180], blue: [360, 180] }, scale)
}
