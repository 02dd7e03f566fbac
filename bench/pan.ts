import { type Browser, chromium, type Page } from '@playwright/test'
import { chromiumOptions } from '../scripts/chromium.ts'
import { type Figure, percentile } from './figure.ts'
import { servePage } from './serve-page.ts'

const layers = 20
const drags = 10
const movesPerDrag = 60
const screen = { width: 1440, height: 900 }
/** Until the levels of all bitmaps are made. */
const settlingMs = 3_000
/** Device pixels of the screen for each of the picture; `undefined` shows all of it. */
const views = [
  { name: 'all in sight', scale: undefined },
  { name: 'at half size', scale: 0.5 },
  { name: 'at full size', scale: 1 },
] as const

/**
 * Drags the view of 24 megapixels with 20 layers by real pointer events in headless Chromium with
 * software rendering, and measures the frames meanwhile.
 */
export async function benchPan(count: number = drags): Promise<Figure[]> {
  const server = await servePage('pan')
  const options = chromiumOptions()
  const browser = await chromium.launch({ ...options, args: [...options.args, '--disable-gpu'] })
  try {
    const page = await browser.newPage({ viewport: screen })
    await page.goto(server.url)
    await page.waitForFunction(() => 'panBench' in window)
    const figures: Figure[] = []
    for (const over of [0, layers]) {
      await page.evaluate((many) => window.panBench.open(many), over)
      await page.waitForTimeout(settlingMs)
      for (const { name, scale } of views) {
        const beganMs = await busyMs(browser)
        const frames = await framesOf(page, { scale, count })
        const workMs = ((await busyMs(browser)) - beganMs) / frames.length
        const what = `${over} layers, ${name}`
        figures.push(
          {
            name: `${what}: frame, p95`,
            value: percentile(frames, 0.95),
            unit: 'ms',
            ...(over > 0 && { atMost: 18 }),
          },
          { name: `${what}: processor time of a frame`, value: workMs, unit: 'ms' },
        )
      }
    }
    return figures
  } finally {
    await browser.close()
    await server.close()
  }
}

/** Processor time of all of Chromium's processes so far, which says more than the clock on a busy machine. */
async function busyMs(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1_000, 0)
}

/** Milliseconds from frame to frame while the view is dragged there and back. */
async function framesOf(
  page: Page,
  { scale, count }: { scale: number | undefined; count: number },
): Promise<number[]> {
  await page.evaluate((to) => window.panBench.show(to), scale)
  const middle = { x: screen.width / 2, y: screen.height / 2 }
  const frames: number[] = []
  for (let drag = 0; drag < count; drag += 1) {
    await page.mouse.move(middle.x, middle.y)
    await page.mouse.down({ button: 'middle' })
    await page.evaluate(() => window.probe.reset())
    for (let move = 1; move <= movesPerDrag; move += 1) {
      const turn = (2 * Math.PI * move) / movesPerDrag
      await page.mouse.move(middle.x + 160 * Math.sin(turn), middle.y + 100 * (1 - Math.cos(turn)))
    }
    frames.push(...(await page.evaluate(() => [...window.probe.frameMs])))
    await page.mouse.up({ button: 'middle' })
  }
  return frames
}
