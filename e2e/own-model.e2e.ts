import { expect, type Page, test } from '@playwright/test'
import { type ImagesServer, openImagesServer } from '../sandbox/images/server.ts'
import { imagesKey } from '../tests/backend/settings.ts'
import { chooseOne, discsLeft, openWall, paintOver, wallWith } from './discs.ts'
import { ask, keepNewest, waitForResults } from './layers-panel.ts'
import { objectsUnder } from './local.ts'
import { download, openAsNew } from './person.ts'
import { countChanges, decode, mayChange } from './pixels.ts'
import { imagesPort } from './place.ts'

/** A deployment's own model: `place.ts` says where the backend under test expects its server. */
let images: ImagesServer

test.beforeAll(async () => {
  images = await openImagesServer({
    port: imagesPort,
    key: imagesKey,
    models: {
      repainter: { mask: 'NONE', maxImages: 3, repaintsAll: true },
      exact: { mask: 'ALPHA', maxImages: 5 },
    },
  })
})
test.afterAll(() => images.close())

const panel = (page: Page) => page.getByRole('region', { name: 'Edit with words' })

test('words change a picture with others in it, and what is masked stays within its mask', async ({
  page,
}) => {
  await openAsNew(page, 'own-model@example.com')
  const edit = panel(page)
  await edit.getByRole('textbox', { name: 'Prompt' }).fill('a lighthouse in fog')
  await chooseModel(page, 'exact')
  await chooseOne(page)
  await ask(page, 'Generate')
  await waitForResults(page)
  expect(images.asked.at(-1)).toMatchObject({ prompt: 'a lighthouse in fog', images: [] })

  await page.getByRole('button', { name: 'New picture' }).click()
  await openWall(page, await wallWith({ red: [90, 150], green: [240, 150], blue: [390, 150] }))
  await edit.getByRole('button', { name: 'Instruct' }).click()
  await expect(edit).toContainText('This is picture 1')
  await edit
    .getByLabel('Instruction')
    .fill('Remove the red disc. Picture 2 shows the wall without it.')
  for (const name of ['second.png', 'third.png']) {
    await edit.getByRole('button', { name: /Add picture 2|Add another/ }).click()
    const buffer = await wallWith({ green: [name.length * 10, 90] })
    const file = { name, mimeType: 'image/png', buffer }
    await page.getByLabel('From this device').setInputFiles(file)
    await expect(edit.getByText(name.replace('.png', ''))).toBeVisible()
  }
  await chooseOne(page)
  await ask(page, 'Change')
  await keepNewest(page)
  expect(images.asked.at(-1)?.images).toHaveLength(3)
  await expect.poll(() => discsLeft(page)).not.toContain('red')

  // The other model draws all anew; only what is painted is taken of that.
  const before = await decode(await download(page))
  const others = new Set((await objectsUnder('masks/')).keys())
  await chooseModel(page, 'repainter')
  await paintOver(page, 'blue')
  await chooseOne(page)
  await edit.getByLabel('Instruction').fill('Nothing but the sea')
  await ask(page, 'Change')
  await keepNewest(page)
  await expect.poll(() => discsLeft(page)).toEqual(['green'])
  const after = await decode(await download(page))
  const [mask] = [...(await objectsUnder('masks/'))].filter(([key]) => !others.has(key))
  if (!mask) throw new Error('There is no mask.')
  const within = await mayChange(mask[1], before)
  expect([after.width, after.height]).toEqual([before.width, before.height])
  const changes = countChanges(before, after, (pixel) => within[pixel] === 1)
  expect(changes.outside).toBe(0)
  expect(changes.inside).toBeGreaterThan(1_000)
})

async function chooseModel(page: Page, name: string): Promise<void> {
  await panel(page)
    .getByRole('button', { name: /^Model: .* Change$/ })
    .click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click()
}
