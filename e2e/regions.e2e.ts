import { expect, type Page, test } from '@playwright/test'
import { shotOf } from './canvas-pixels.ts'
import { chooseOne, type Disc, discsIn, discsLeft, openWall, paintOver, wallWith } from './discs.ts'
import { entriesOf } from './history.ts'
import { ask, layerAt, layersOf, resultsOf, select, waitForResults } from './layers-panel.ts'
import { delayCalls, throttleCalls } from './local.ts'
import { download, openAsNew } from './person.ts'

const panel = (page: Page) => page.getByRole('region', { name: 'Edit with words' })
const toolbar = (page: Page) => page.getByRole('toolbar', { name: 'Editing tools' })

test.describe.configure({ timeout: 400_000 })

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
    await expect(entriesOf(page).filter({ hasText: 'Done' })).toHaveCount(3, { timeout: 120_000 })
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
  await openWall(page, await wallWith({ red: [90, 150], green: [240, 150], blue: [390, 150] }))
  await expect(page.getByRole('region', { name: 'Uploads' })).toBeHidden()
}
