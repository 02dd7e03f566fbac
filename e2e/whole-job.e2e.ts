import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { demoUser } from '../scripts/demo-user.ts'
import { projectRoot } from '../scripts/paths.ts'
import { ask, keepNewest, resultsOf, select } from './layers-panel.ts'
import { delayCalls, objectsUnder } from './local.ts'
import { download, openAs, signIn, signUp, stroke } from './person.ts'
import { countChanges, type Decoded, decode, mayChange } from './pixels.ts'

const sample = join(projectRoot, 'public', 'samples', 'shore.jpg')
const email = 'ada@example.com'

test('a person edits a 12-megapixel photo while a second device follows', async ({ browser }) => {
  test.setTimeout(600_000)
  const [own, second, stranger] = await Promise.all(
    [1, 2, 3].map(async () => (await browser.newContext({ acceptDownloads: true })).newPage()),
  )
  if (!own || !second || !stranger) throw new Error('No page.')

  const others = new Set((await objectsUnder('masks/')).keys())
  await signUp(own, email)
  await signIn(second, email)
  await openAs(stranger, demoUser.email, demoUser.password)

  await open(own, sample)
  await brushEraseUndo(own)
  await own.reload()
  await expect(action(own, 'Remove')).toBeEnabled()

  await choose(own, 1)
  // So that the second device can see it on its way.
  await delayCalls(1, 3_000)
  await ask(own, 'Remove')
  await expect(latest(second)).toContainText(/Queued|Painting/)
  await expect(latest(second)).toContainText('Done', { timeout: 90_000 })
  await keepNewest(own)

  await stroke(own, [
    [0.3, 0.3],
    [0.4, 0.34],
    [0.32, 0.38],
  ])
  await own.getByRole('textbox', { name: /Prompt/ }).fill('a red kite with a blue tail')
  await choose(own, 2)
  await ask(own, 'Replace')
  await expect(latest(second)).toContainText('a red kite')
  await expect(latest(second)).toContainText('Done', { timeout: 90_000 })
  await compareAndStep(own)
  await keepNewest(own)

  const edited = await decode(await download(own))
  const masks = [...(await objectsUnder('masks/'))].filter(([key]) => !others.has(key))
  await expectUnchangedOutside(
    edited,
    masks.map(([, mask]) => mask),
  )

  const history = stranger.getByRole('region', { name: 'History' })
  await expect(history).toContainText('Nothing here yet')
})

function action(page: Page, name: 'Remove' | 'Replace') {
  return page
    .getByRole('region', { name: 'Edit with words' })
    .getByRole('button', { name, exact: true })
}

/** The newest entry of the history. */
function latest(page: Page) {
  return page.getByRole('region', { name: 'History' }).getByRole('listitem').first()
}

async function open(page: Page, path: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a picture' }).click(),
  ])
  await chooser.setFiles(path)
  await expect(page.getByRole('application')).toBeVisible()
}

async function brushEraseUndo(page: Page): Promise<void> {
  const undo = page.getByRole('button', { name: 'Undo', exact: true })
  await stroke(page, [
    [0.62, 0.55],
    [0.7, 0.6],
    [0.64, 0.66],
    [0.72, 0.7],
  ])
  await expect(undo).toBeEnabled()
  await page.getByRole('button', { name: 'Mask eraser' }).click()
  await stroke(page, [
    [0.7, 0.7],
    [0.73, 0.7],
  ])
  await undo.click()
  await expect(page.getByRole('button', { name: 'Redo', exact: true })).toBeEnabled()
  await selectByWandAndUndo(page)
  await page.getByRole('button', { name: 'Brush', exact: true }).click()
}

/** The worker that selects runs under the page's policy too. */
async function selectByWandAndUndo(page: Page): Promise<void> {
  const redo = page.getByRole('button', { name: 'Redo', exact: true })
  const canvas = page.getByRole('application')
  await canvas.focus()
  await page.keyboard.press('w')
  const box = await canvas.boundingBox()
  if (!box) throw new Error('There is no canvas.')
  await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.2)
  // A new step leaves nothing to redo.
  await expect(redo).toBeDisabled()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(redo).toBeEnabled()
}

async function choose(page: Page, count: number): Promise<void> {
  await page.getByRole('group', { name: 'Variations' }).getByText(String(count)).click()
}

/** Two results: the second is another picture, and holding compare shows the original. */
async function compareAndStep(page: Page): Promise<void> {
  await select(page)
  const results = resultsOf(page)
  await expect(results.getByText('1 / 2')).toBeVisible()
  const canvas = page.getByRole('application')
  const first = await canvas.screenshot()
  await results.getByRole('button', { name: 'Next result' }).click()
  await expect(results.getByText('2 / 2')).toBeVisible()
  await expect.poll(async () => (await canvas.screenshot()).equals(first)).toBe(false)
  const second = await canvas.screenshot()
  await results.getByRole('button', { name: 'Hold to compare' }).hover()
  await page.mouse.down()
  await expect.poll(async () => (await canvas.screenshot()).equals(second)).toBe(false)
  await page.mouse.up()
}

async function expectUnchangedOutside(edited: Decoded, masks: readonly Buffer[]) {
  const original = await decode(await readFile(sample))
  expect(masks).toHaveLength(2)
  const [first, second] = await Promise.all(masks.map((mask) => mayChange(mask, original)))
  expect([edited.width, edited.height]).toEqual([original.width, original.height])
  const may = (pixel: number) => Boolean(first?.[pixel] || second?.[pixel])
  const changes = countChanges(original, edited, may)
  expect(changes.outside).toBe(0)
  expect(changes.inside).toBeGreaterThan(10_000)
}
