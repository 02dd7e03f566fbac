import { type Browser, chromium, type Page } from '@playwright/test'
import { chromiumOptions } from '../scripts/chromium.ts'
import { type Figure, percentile } from './figure.ts'
import { servePage } from './serve-page.ts'

const layers = 20
const drags = 10
const movesPerDrag = 60
/** Of the mask, once it is painted. */
const lines = 20
/** Wheel steps of a zoom, half of them in and half out. */
const wheelSteps = 40
const wheelPx = 60
const screen = { width: 1440, height: 900 }
const middle = { x: screen.width / 2, y: screen.height / 2 }
/** Until the levels of all bitmaps are made. */
const settlingMs = 3_000
/** Device pixels of the screen for each of the picture; `undefined` shows all of it. */
const views = [
  { name: 'all in sight', scale: undefined },
  { name: 'at half size', scale: 0.5 },
  { name: 'at full size', scale: 1 },
] as const

/**
 * Drags and zooms the view of 24 megapixels with 20 layers and a mask by real pointer events in headless
 * Chromium with software rendering, and measures the frames meanwhile.
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
    const measure = async (what: string, act: () => Promise<number[]>, atMost?: number) => {
      const beganMs = await busyMs(browser)
      const frames = await act()
      const workMs = ((await busyMs(browser)) - beganMs) / frames.length
      figures.push(
        {
          name: `${what}: frame, p95`,
          value: percentile(frames, 0.95),
          unit: 'ms',
          ...(atMost !== undefined && { atMost }),
        },
        { name: `${what}: processor time of a frame`, value: workMs, unit: 'ms' },
      )
    }
    for (const { over, masked, atMost } of scenes) {
      await page.evaluate((many) => window.panBench.open(many), over)
      await page.evaluate((many) => window.panBench.paint(many), masked ? lines : 0)
      await page.waitForTimeout(settlingMs)
      const scene = `${over} layers${masked ? ' and a mask' : ''}`
      for (const { name, scale } of views) {
        await page.evaluate((to) => window.panBench.show(to), scale)
        await measure(`${scene}, ${name}`, () => framesOf(page, count), atMost)
      }
      await page.evaluate((to) => window.panBench.show(to), undefined)
      await measure(`${scene}, zoomed`, () => framesOfZoom(page, count), atMost)
    }
    return figures
  } finally {
    await browser.close()
    await server.close()
  }
}

/** Without layers the figures tell what the picture alone costs. */
const scenes = [
  { over: 0, masked: false, atMost: undefined },
  { over: layers, masked: false, atMost: 18 },
  { over: layers, masked: true, atMost: 18 },
] as const

/** Processor time of all of Chromium's processes so far, which says more than the clock on a busy machine. */
async function busyMs(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1_000, 0)
}

/** Milliseconds from frame to frame while the view is dragged there and back. */
async function framesOf(page: Page, count: number): Promise<number[]> {
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

/** The same while the wheel zooms in and out again, where the pointer is. */
async function framesOfZoom(page: Page, count: number): Promise<number[]> {
  const frames: number[] = []
  await page.mouse.move(middle.x, middle.y)
  for (let zoom = 0; zoom < count; zoom += 1) {
    await page.evaluate(() => window.probe.reset())
    for (let step = 0; step < wheelSteps; step += 1) {
      await page.mouse.wheel(0, step < wheelSteps / 2 ? -wheelPx : wheelPx)
    }
    frames.push(...(await page.evaluate(() => [...window.probe.frameMs])))
  }
  return frames
}
