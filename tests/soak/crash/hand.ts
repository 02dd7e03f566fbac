import type { Page } from '@playwright/test'
import { noisePng } from '../../backend/files.ts'
import { type Deeds, type Line, newDeeds, nextLine } from './deeds.ts'

/** A hand on the app: each thing that it does is noted with its time. */
export interface Hand {
  readonly page: Page
  readonly deeds: Deeds
  draw(): Promise<void>
  /** Goes on with one stroke for so long, and does not let go. */
  hold(forMs: number): Promise<void>
  type(words: string): Promise<void>
  undo(): Promise<void>
  /** Presses the button that asks for what is drafted. */
  ask(): Promise<void>
  /** Keeps the first result of the highest layer. */
  keep(): Promise<void>
}

const waitMs = 60_000
const size = { width: 480, height: 360 }
/** Of a stroke, in pixels of the picture. */
const strokePx = { x: 14, y: 8 }

/** Chooses a picture that no other hand has, from the start screen, and waits until it shows. */
export async function choosePicture(page: Page, number: number): Promise<Deeds> {
  const name = `crash-${number}`
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose a picture' }).click(),
  ])
  const buffer = await noisePng({ ...size, height: size.height + (number % 200) })
  await chooser.setFiles({ name: `${name}.png`, mimeType: 'image/png', buffer })
  await untilDrawn(page)
  return newDeeds(name)
}

/** A hand on the document that a page shows. */
export function handOn(page: Page, deeds: Deeds): Hand {
  const prompt = page.getByRole('region', { name: 'Edit with words' }).locator('[data-prompt]')
  const at = async ({ x, y }: { x: number; y: number }) => {
    const { left, top, scale } = await pictureOnScreen(page)
    return [left + x * scale, top + y * scale] as const
  }
  const press = async (line: Line) => {
    deeds.lines.push(line)
    const taken = line.where.begin('DRAFT')
    await page.mouse.move(...(await at(line)))
    await page.mouse.down()
    return taken
  }
  return {
    page,
    deeds,
    async draw() {
      const line = nextLine(deeds)
      const taken = await press(line)
      const end = { x: line.x + strokePx.x, y: line.y + strokePx.y }
      await page.mouse.move(...(await at(end)), { steps: 3 })
      await page.mouse.up()
      taken()
    },
    async hold(forMs) {
      const line = nextLine(deeds)
      await press(line)
      const [fromX, y] = await at(line)
      const { scale } = await pictureOnScreen(page)
      const startedMs = performance.now()
      for (let passedMs = 0; passedMs < forMs; passedMs = performance.now() - startedMs) {
        const x = line.x + passedMs / 40
        await page.mouse.move(fromX + (x - line.x) * scale, y)
        line.path.push({ x, atMs: performance.now() })
        await page.waitForTimeout(15)
      }
    },
    async type(words) {
      await prompt.focus()
      await page.keyboard.press('End')
      for (const letter of words) {
        const taken = deeds.words.begin(deeds.words.last() + letter)
        await page.keyboard.type(letter)
        taken()
      }
    },
    async undo() {
      const line = deeds.lines.at(-1)
      const taken = line?.where.begin('NOWHERE')
      await page.getByRole('application').focus()
      await page.keyboard.press('Control+z')
      taken?.()
    },
    ...asking(page, deeds),
  }
}

/** What a hand does with layers. */
function asking(page: Page, deeds: Deeds): Pick<Hand, 'ask' | 'keep'> {
  const layers = page.getByRole('region', { name: 'Layers' }).getByRole('listitem')
  return {
    async ask() {
      const lines = deeds.lines.filter(({ where }) => where.last() === 'DRAFT')
      const taken = [deeds.words.begin(''), ...lines.map(({ where }) => where.begin('LAYER'))]
      const before = await layers.count()
      deeds.askings.push(lines)
      await page.keyboard.press('Control+Enter')
      void layers
        .nth(before)
        .waitFor()
        .then(() => taken.forEach((each) => each()))
        .catch(() => undefined)
    },
    async keep() {
      const layer = layers.first()
      await layer.getByText(/\d images?/).waitFor({ timeout: waitMs })
      const name = layer.locator('button[aria-pressed]').first()
      if ((await name.getAttribute('aria-pressed')) === 'false') await name.click()
      const keep = page
        .getByRole('region', { name: 'Results' })
        .getByRole('button', { name: 'Keep', exact: true })
      await keep.waitFor()
      const taken = deeds.kept.begin(deeds.kept.last() + 1)
      await keep.click()
      taken()
    },
  }
}

/** Waits until the canvas shows a picture. */
export async function untilDrawn(page: Page): Promise<void> {
  await page.getByRole('application').waitFor({ timeout: waitMs })
  await page.waitForFunction(
    () => {
      const canvas = document.querySelector<HTMLCanvasElement>('.konvajs-content canvas')
      const { width = 0, height = 0 } = canvas ?? {}
      const middle = canvas?.getContext('2d')?.getImageData(width >> 1, height >> 1, 1, 1)
      return middle?.data[3] === 255
    },
    undefined,
    { timeout: waitMs },
  )
}

/** Where the picture is on the screen, CSS pixels, and how many of them a pixel of it takes. */
async function pictureOnScreen(page: Page) {
  return page.evaluate((widthPx) => {
    const canvas = document.querySelector<HTMLCanvasElement>('.konvajs-content canvas')
    const pen = canvas?.getContext('2d')
    if (!canvas || !pen) throw new Error('There is no canvas.')
    const { width, height } = canvas
    const across = pen.getImageData(0, height >> 1, width, 1).data
    const down = pen.getImageData(width >> 1, 0, 1, height).data
    const first = (line: Uint8ClampedArray) =>
      line.findIndex((value, index) => index % 4 === 3 && value === 255) >> 2
    const last = (line: Uint8ClampedArray) =>
      line.findLastIndex((value, index) => index % 4 === 3 && value === 255) >> 2
    const box = canvas.getBoundingClientRect()
    const pixel = box.width / width
    return {
      left: box.left + first(across) * pixel,
      top: box.top + first(down) * pixel,
      scale: ((last(across) - first(across) + 1) * pixel) / widthPx,
    }
  }, size.width)
}
