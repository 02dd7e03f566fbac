import { expect, type Page, test } from '@playwright/test'
import sharp from 'sharp'
import { centreOf, type Place, type Shot, shotOf } from './canvas-pixels.ts'
import { ask, layerAt, layersOf, resultsOf, select, waitForResults } from './layers-panel.ts'
import { delayCalls, throttleCalls } from './local.ts'
import { download, openAsNew, stroke } from './person.ts'

const panel = (page: Page) => page.getByRole('region', { name: 'Edit with words' })
const toolbar = (page: Page) => page.getByRole('toolbar', { name: 'Editing tools' })
const history = (page: Page) => page.getByRole('region', { name: 'History' }).getByRole('listitem')

test.describe.configure({ timeout: 400_000 })

const discs = {
  red: [200, 30, 30],
  green: [30, 140, 40],
  blue: [30, 30, 200],
} as const
type Disc = keyof typeof discs

/** How long the first answers take, in the order in which they are asked for. */
const orders = [
  { name: 'as they were asked', slowMs: 0 },
  { name: 'the first one last', slowMs: 12_000 },
]

for (const { name, slowMs } of orders) {
  test(`three regions add up, whatever comes first: ${name}`, async ({ page }) => {
    await openAsNew(page, `regions-${slowMs}@example.com`)
    await open(page)
    const boxes = await boxesOf(page)
    if (slowMs > 0) await delayCalls(1, slowMs)
    for (const disc of ['red', 'green', 'blue'] as const) {
      await paintOver(page, disc)
      await chooseOne(page)
      await ask(page, 'Remove')
      await expect(layersOf(page).getByRole('listitem')).toHaveCount(
        ['red', 'green', 'blue'].indexOf(disc) + 1,
      )
      expect(await boxesOf(page)).toEqual(boxes)
    }
    await expect(history(page).filter({ hasText: 'Done' })).toHaveCount(3, { timeout: 120_000 })
    for (const index of [0, 1, 2]) await waitForResults(page, index)
    await expect.poll(() => discsLeft(page)).toEqual([])
    expect(await boxesOf(page)).toEqual(boxes)
    await expect(resultsOf(page)).toBeHidden()

    await page.reload()
    await expect.poll(() => discsLeft(page), { timeout: 60_000 }).toEqual([])
    expect(await discsIn(await download(page))).toEqual([])
  })
}

test('one is blocked, one is cancelled, one arrives in the middle of a stroke', async ({
  page,
}) => {
  await openAsNew(page, 'midstroke@example.com')
  await open(page)
  const edit = panel(page)
  await chooseOneAfter(page, 'green')
  await edit.getByRole('textbox', { name: /Prompt/ }).fill('a blockedprompt')
  await ask(page, 'Replace')
  await expect(layerAt(page, 0)).toContainText('Change the words', { timeout: 90_000 })
  // Its words went with it: the next region starts without.
  await expect(edit.getByRole('textbox', { name: /Prompt/ })).toHaveCount(0)

  // A job that waits has cost nothing yet: it ends at once.
  await throttleCalls(4)
  await paintOver(page, 'blue')
  await expect(edit.getByRole('textbox', { name: /Prompt/ })).toHaveValue('')
  await ask(page, 'Remove')
  await expect(layerAt(page, 0)).toContainText('Waiting for the model', { timeout: 60_000 })
  await layerAt(page, 0).getByRole('button', { name: 'Cancel job' }).click()
  await expect(layerAt(page, 0)).toContainText('Cancelled', { timeout: 60_000 })

  await delayCalls(1, 6_000)
  await paintOver(page, 'red')
  await ask(page, 'Remove')
  await expect(layersOf(page).getByRole('listitem')).toHaveCount(3)
  const boxes = await boxesOf(page)
  const from = await viewportOf(page)

  const box = await page.getByRole('application').boundingBox()
  if (!box) throw new Error('There is no canvas.')
  const [x, y] = [box.x + box.width * 0.38, box.y + box.height * 0.58]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 40, y, { steps: 5 })
  await waitForResults(page)
  await expect.poll(() => discsLeft(page)).not.toContain('red')
  await page.mouse.move(x + 120, y, { steps: 8 })
  await page.mouse.up()

  // One line from where the pointer came down to where it was let go: it is undone by one step.
  await expect(edit.getByRole('heading', { name: 'Remove', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(edit.getByRole('heading', { name: 'Edit', exact: true })).toBeVisible()
  expect(await boxesOf(page)).toEqual(boxes)
  expect(await viewportOf(page)).toEqual(from)
  await expect(page.getByRole('button', { name: 'Brush', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await expect(layerAt(page, 1)).toContainText('Cancelled')
  await expect(layerAt(page, 2)).toContainText('Change the words')
  expect(await discsLeft(page)).toEqual(['green', 'blue'])
})

test('more of the same joins the strip; results are stepped through, discarded, and brought back', async ({
  page,
}) => {
  await openAsNew(page, 'strip@example.com')
  await open(page)
  await chooseOneAfter(page, 'red')
  await panel(page)
    .getByRole('textbox', { name: /Prompt/ })
    .fill('a sun')
  await ask(page, 'Replace')
  await select(page)
  await expect(panel(page).getByRole('textbox', { name: /Prompt/ })).toHaveValue('a sun')
  await panel(page).getByRole('button', { name: 'More like this' }).click()
  await expect(layerAt(page, 0)).toContainText('2 images', { timeout: 90_000 })
  const results = resultsOf(page)
  await expect(results).toContainText('1 / 2')
  await page.getByRole('application').focus()
  await page.keyboard.press('ArrowRight')
  await expect(results).toContainText('2 / 2')
  await results.getByRole('button', { name: 'Keep as another layer' }).click()
  await expect(layersOf(page).getByRole('listitem')).toHaveCount(2)
  await page.keyboard.press('Control+z')
  await expect(layersOf(page).getByRole('listitem')).toHaveCount(1)
  await results.getByRole('button', { name: 'Discard this result' }).click()
  await expect(results).toContainText('1 / 1')
  await page.getByRole('application').focus()
  await page.keyboard.press('Control+z')
  await expect(results).toContainText('1 / 2')
  await page.keyboard.press('Escape')
  await expect(results).toBeHidden()
  await expect(layersOf(page).getByRole('listitem')).toHaveCount(1)
})

test('a mask that the eraser took away says so before it is sent', async ({ page }) => {
  await openAsNew(page, 'emptied@example.com')
  await open(page)
  await paintOver(page, 'red')
  const edit = panel(page)
  await expect(edit.getByRole('button', { name: 'Remove', exact: true })).toBeEnabled()
  await page.getByRole('button', { name: 'Mask eraser' }).click()
  const size = page.getByRole('slider', { name: 'Brush size' })
  await size.focus()
  await page.keyboard.press('End')
  await paintOver(page, 'red')
  await expect(edit.getByRole('heading', { name: 'Edit', exact: true })).toBeVisible()
})

async function chooseOneAfter(page: Page, disc: Disc): Promise<void> {
  await paintOver(page, disc)
  await chooseOne(page)
}

async function chooseOne(page: Page): Promise<void> {
  const group = panel(page).getByRole('group', { name: 'Variations' })
  await group.getByText('1', { exact: true }).click()
}

/** Where every button of the toolbar is. */
async function boxesOf(page: Page): Promise<unknown[]> {
  return toolbar(page)
    .getByRole('button')
    .evaluateAll((buttons) =>
      buttons.map((button) => {
        const { x, y, width, height } = button.getBoundingClientRect()
        return [button.getAttribute('aria-label'), x, y, width, height]
      }),
    )
}

/** What tells whether the view moved: the zoom, and where the picture begins on the screen. */
async function viewportOf(page: Page): Promise<unknown> {
  const { data, width, height } = await shotOf(page)
  const first = Array.from({ length: width * height }).findIndex(
    (_, pixel) => data[pixel * 4 + 3] === 255,
  )
  return { zoom: await toolbar(page).getByText(/\d+%/).first().textContent(), first }
}

async function open(page: Page): Promise<void> {
  const circles = (['red', 'green', 'blue'] as const).map((disc, index) => {
    const [r, g, b] = discs[disc]
    return `<circle cx="${90 + index * 150}" cy="150" r="14" fill="rgb(${r},${g},${b})"/>`
  })
  const wall = '<rect width="480" height="360" fill="rgb(214,204,188)"/>'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360">${wall}${circles.join('')}</svg>`
  const buffer = await sharp(Buffer.from(svg)).removeAlpha().png().toBuffer()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a picture' }).click(),
  ])
  await chooser.setFiles({ name: 'discs.png', mimeType: 'image/png', buffer })
  await expect(page.getByRole('application')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Uploads' })).toBeHidden()
}

/** Paints a square of some fifty pixels around a disc. */
async function paintOver(page: Page, disc: Disc): Promise<void> {
  const { x, y } = await discAt(page, disc)
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
  return discsOf(await shotOf(page))
}

async function discsIn(file: Buffer): Promise<Disc[]> {
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return discsOf({ data, width: info.width, height: info.height })
}

function discsOf(shot: Shot): Disc[] {
  return (['red', 'green', 'blue'] as const).filter(
    (disc) => centreOf(shot, discs[disc]) !== undefined,
  )
}
