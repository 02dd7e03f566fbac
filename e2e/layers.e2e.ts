import { expect, type Page, test } from '@playwright/test'
import sharp from 'sharp'
import { readMaskHeader } from '#domain/mask/mask-file.ts'
import { centreOf, colourAt, type Place, shotOf } from './canvas-pixels.ts'
import { ask, keepNewest, select, waitForResults } from './layers-panel.ts'
import { delayCalls, objectsUnder } from './local.ts'
import { openAsNew, stroke } from './person.ts'

const panel = (page: Page) => page.getByRole('region', { name: 'Edit with words' })
const entries = (page: Page) => page.getByRole('region', { name: 'History' }).getByRole('listitem')
const undo = (page: Page) => page.getByRole('button', { name: 'Undo', exact: true })

/** Each does two jobs one after the other, and loads the page anew. */
test.describe.configure({ timeout: 300_000 })

const discs = { red: [200, 30, 30], blue: [30, 30, 200] } as const
type Disc = keyof typeof discs

test('edits of two regions add up, survive a reload and are undone one by one', async ({
  page,
}) => {
  await openAsNew(page, 'layers@example.com')
  const loaded = wholePicturesLoaded(page)
  // 24.9 megapixels.
  await open(page, await twoDiscs(12))
  await expect(page.getByRole('region', { name: 'Uploads' })).toBeHidden()
  // Both are asked for before either is there, and neither lies over the other.
  await delayCalls(2, 8_000)
  await paintOver(page, 'red')
  await chooseOne(page)
  await ask(page, 'Remove')
  await paintOver(page, 'blue')
  await ask(page, 'Remove')
  await expect(entries(page).filter({ hasText: 'Done' })).toHaveCount(2, { timeout: 90_000 })

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
  await open(page, await twoDiscs())
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
  await open(page, await twoDiscs())
  await panel(page).getByRole('button', { name: 'Extend' }).click()
  await panel(page).getByLabel('Left, px').fill('120')
  await panel(page).getByLabel('What should appear').fill('more of the wall')
  await chooseOne(page)
  await ask(page, 'Extend')
  await keepNewest(page)
  await expect(page.getByRole('banner')).toContainText('600 × 360')

  // The red disc lies 120 pixels right of the old left side, at the picture's own size.
  const { width } = await shotOf(page)
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
  const entry = entries(page).nth(index)
  await entry.getByRole('button', { name: /^Open result/ }).click()
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

/** Asks for a single image, from now on. */
async function chooseOne(page: Page): Promise<void> {
  const group = panel(page).getByRole('group', { name: 'Variations' })
  await group.getByText('1', { exact: true }).click()
}

/** Loads the page anew, and waits for what was open. */
async function reload(page: Page): Promise<void> {
  await page.reload()
  await page.locator('canvas').first().waitFor()
}

async function open(page: Page, file: { name: string; mimeType: string; buffer: Buffer }) {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a picture' }).click(),
  ])
  await chooser.setFiles(file)
  await expect(page.getByRole('application')).toBeVisible()
}

/** Two discs on a plain wall. */
/** @param scale times 480 × 360; discs of larger pictures are smaller, for those are fitted into the window */
async function twoDiscs(scale = 1) {
  const radius = scale === 1 ? 14 : 8
  const disc = ([r, g, b]: readonly [number, number, number], x: number) =>
    `<circle cx="${x}" cy="180" r="${radius}" fill="rgb(${r},${g},${b})"/>`
  const marks = disc(discs.red, 120) + disc(discs.blue, 360)
  const wall = '<rect width="480" height="360" fill="rgb(214,204,188)"/>'
  const size = `width="${480 * scale}" height="${360 * scale}" viewBox="0 0 480 360"`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${wall}${marks}</svg>`
  const buffer = await sharp(Buffer.from(svg)).removeAlpha().png().toBuffer()
  return { name: 'discs.png', mimeType: 'image/png', buffer }
}

async function paintOver(page: Page, disc: Disc): Promise<void> {
  await paint(page, await discAt(page, disc))
}

/** Paints a square of some fifty pixels around a place. */
async function paint(page: Page, { x, y }: Place): Promise<void> {
  const { width, height } = await shotOf(page)
  const [left, right] = [x - 20 / width, x + 20 / width]
  const line = (dy: number) => {
    const row = y + dy / height
    return [
      [left, row],
      [right, row],
    ] as const
  }
  await stroke(page, [-20, -10, 0, 10, 20].flatMap(line))
}

async function discAt(page: Page, disc: Disc): Promise<Place> {
  // The canvas is there before the picture is drawn.
  await expect.poll(() => discsLeft(page)).toContain(disc)
  const place = centreOf(await shotOf(page), discs[disc])
  if (!place) throw new Error(`The ${disc} disc is gone.`)
  return place
}

async function discsLeft(page: Page): Promise<Disc[]> {
  const shot = await shotOf(page)
  return (['red', 'blue'] as const).filter((disc) => centreOf(shot, discs[disc]) !== undefined)
}
