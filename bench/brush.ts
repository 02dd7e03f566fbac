import { readFile } from 'node:fs/promises'
import { type Browser, chromium, type Page } from '@playwright/test'
import { chromiumOptions } from '../scripts/chromium.ts'
import { percentile } from './figure.ts'
import { servePage } from './serve-page.ts'

/** The picture's side; what the bars are about. */
const sidePx = 4096
const movesPerStroke = 60
const strokesForLatency = 40
const strokesForGrowth = 500
const strokesAtEnd = 5
/** Of strokes that only add to what is there: each move waits for a frame. */
const movesBetween = 10
const layersAbove = 20
const stepsOfLong = 1_000
const runs = 3
const screen = { width: 1440, height: 900 }

/** Figures of the brush; milliseconds and megabytes (10⁶), medians of three runs. */
export type BrushFigures = {
  readonly pointerToFrameP50Ms: number
  readonly pointerToFrameP95Ms: number
  readonly frameP95Ms: number
  readonly longTasks: number
  /** Mean pointer-to-frame of the last five of 500 strokes over that of the first five. */
  readonly growth: number
  readonly undoMs: number
  readonly maskExportMs: number
  readonly maskExportBytes: number
  readonly canvasMB: number
  /** Memory of the page's process above that of the editor without a picture. */
  readonly pageMB: number
  /** With twenty layers over the picture ÷ without. */
  readonly p50WithLayers: number
  readonly p95WithLayers: number
  /** From a document of 1,000 steps on the device to its mask on the screen. */
  readonly openMs: number
}

/**
 * Draws zigzag strokes, of 60 moves where something is measured, across a 4096² picture by real pointer events in headless
 * Chromium with software rendering, and measures what the design's bars are about.
 */
export async function benchBrush(count: number = runs): Promise<BrushFigures> {
  const server = await servePage('brush')
  const options = chromiumOptions()
  const browser = await chromium.launch({
    ...options,
    args: [...options.args, '--disable-gpu', '--js-flags=--expose-gc'],
  })
  try {
    const all: BrushFigures[] = []
    for (let run = 0; run < count; run += 1) {
      all.push(await oneRun(browser, server.url))
    }
    return medians(all)
  } finally {
    await browser.close()
    await server.close()
  }
}

async function oneRun(browser: Browser, url: string): Promise<BrushFigures> {
  const page = await browser.newPage({ viewport: screen })
  await page.goto(url)
  await page.waitForFunction(() => 'bench' in window)
  await page.mouse.move(5, 5)
  const emptyBytes = await pageBytes(browser, page)
  await page.evaluate((side) => window.bench.open(side, side), sidePx)
  await zigzag(page, 0, movesPerStroke)
  await page.keyboard.press('Control+z')
  await page.waitForFunction(() => window.bench.strokeCount() === 0)

  const drawn = await draw(page, strokesForGrowth)
  const canvasBytes = await page.evaluate(async () => {
    ;(globalThis as { gc?: () => void }).gc?.()
    return window.probe.canvasBytes()
  })
  const fullBytes = await pageBytes(browser, page)
  const undoMs = await measureUndo(page)
  const exports = []
  for (let index = 0; index < 3; index += 1) {
    exports.push(await page.evaluate(() => window.bench.exportMask()))
  }
  await page.close()
  const { latency, frames, longTasks, perStroke } = drawn
  const layered = await withLayers(browser, url)
  return {
    pointerToFrameP50Ms: percentile(latency, 0.5),
    pointerToFrameP95Ms: percentile(latency, 0.95),
    frameP95Ms: percentile(frames, 0.95),
    longTasks,
    growth: mean(perStroke.slice(-strokesAtEnd)) / mean(perStroke.slice(0, strokesAtEnd)),
    p50WithLayers: percentile(layered.latency, 0.5) / percentile(latency, 0.5),
    p95WithLayers: percentile(layered.latency, 0.95) / percentile(latency, 0.95),
    openMs: layered.openMs,
    undoMs,
    maskExportMs: percentile(
      exports.map(({ ms }) => ms),
      0.5,
    ),
    maskExportBytes: exports[0]?.bytes ?? 0,
    canvasMB: canvasBytes / 1e6,
    pageMB: (fullBytes - emptyBytes) / 1e6,
  }
}

/** The picture as it is fitted: its left edge, width and usable height on screen, CSS pixels. */
const place = { left: 310, width: 820, top: 40, height: 700 }
/** Zigzags stay above this; below it is the place of the stroke that is undone. */
const undoPoint = { x: 720, y: 820 }

/** Draws so many strokes, the first and the last of them with all their moves. */
async function draw(page: Page, count: number) {
  await page.evaluate(() => window.probe.reset())
  const perStroke: number[] = []
  const latency: number[] = []
  const frames: number[] = []
  let longTasks = 0
  for (let stroke = 0; stroke < count; stroke += 1) {
    const isMeasured = stroke < strokesForLatency || stroke >= count - strokesAtEnd
    await zigzag(page, stroke, isMeasured ? movesPerStroke : movesBetween)
    const seen = await page.evaluate(() => {
      const { pointerToFrameMs, frameMs, longTasksMs } = window.probe
      const copy = {
        moves: [...pointerToFrameMs],
        frames: [...frameMs],
        longTasks: longTasksMs.length,
      }
      window.probe.reset()
      return copy
    })
    perStroke.push(mean(seen.moves))
    longTasks += seen.longTasks
    if (stroke < strokesForLatency) {
      latency.push(...seen.moves)
      frames.push(...seen.frames)
    }
  }
  return { perStroke, latency, frames, longTasks }
}

/** The same with layers over the picture; then a long document is opened in place of it. */
async function withLayers(browser: Browser, url: string) {
  const page = await browser.newPage({ viewport: screen })
  await page.goto(url)
  await page.waitForFunction(() => 'bench' in window)
  await page.evaluate(([side, layers]) => window.bench.open(side, side, layers), [
    sidePx,
    layersAbove,
  ] as const)
  await zigzag(page, 0, movesPerStroke)
  const { latency } = await draw(page, strokesForLatency)
  const opened: number[] = []
  for (let index = 0; index < 3; index += 1) {
    opened.push(await page.evaluate((steps) => window.bench.openLong(steps), stepsOfLong))
  }
  await page.close()
  return { latency, openMs: percentile(opened, 0.5) }
}

async function zigzag(page: Page, stroke: number, moves: number): Promise<void> {
  const y = place.top + 40 + ((stroke * 137) % (place.height - 80))
  await page.mouse.move(place.left, y)
  await page.mouse.down()
  for (let move = 1; move <= moves; move += 1) {
    const x = place.left + (place.width * move) / moves
    await page.mouse.move(x, y + (move % 2 === 0 ? -30 : 30))
  }
  await page.mouse.up()
}

/** Undoes a stroke that was just drawn, and one that the worker has taken over; the slower counts. */
async function measureUndo(page: Page): Promise<number> {
  const times: number[] = []
  for (let index = 0; index < 3; index += 1) {
    await page.mouse.move(undoPoint.x, undoPoint.y)
    await page.mouse.down()
    await page.mouse.move(undoPoint.x + 40, undoPoint.y)
    await page.mouse.up()
    if (index > 0) await page.waitForTimeout(600)
    const undone = page.evaluate(({ x, y }) => window.probe.undoMs(x, y), undoPoint)
    await page.keyboard.press('Control+z')
    times.push(await undone)
  }
  return Math.max(...times)
}

/** Private and shared memory (PSS) of the renderer, after garbage collection; 0 off Linux. */
async function pageBytes(browser: Browser, page: Page): Promise<number> {
  await page.evaluate(() => (globalThis as { gc?: () => void }).gc?.())
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  let bytes = 0
  for (const { type, id } of processInfo) {
    if (type !== 'renderer') continue
    const rollup = await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => '')
    bytes += Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024
  }
  return bytes
}

function medians(all: readonly BrushFigures[]): BrushFigures {
  const first = all[0]
  if (!first) throw new RangeError('At least one run is needed.')
  const names = Object.keys(first) as (keyof BrushFigures)[]
  return Object.fromEntries(
    names.map((name) => [
      name,
      round(
        percentile(
          all.map((figures) => figures[name]),
          0.5,
        ),
      ),
    ]),
  ) as BrushFigures
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
