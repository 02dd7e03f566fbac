import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import sharp from 'sharp'
import { chromiumOptions } from '../scripts/chromium.ts'
import { projectRoot } from '../scripts/paths.ts'
import { type Figure, percentile } from './figure.ts'
import { borderWithin, type Click, nextClick, overlap } from './select/score.ts'
import { type Truth, truths } from './select/truths.ts'
import { servePage } from './serve-page.ts'

const clicksEach = 3
const screen = { width: 1440, height: 900 }

type Score = {
  readonly name: string
  /** After each click. */
  readonly overlaps: readonly number[]
  readonly border: number
  readonly clickMs: readonly number[]
}

/**
 * Selects the things of the samples by clicks in the real editor, in headless Chromium without a graphics
 * card, and compares the masks with renders that know which pixels are whose.
 */
export async function benchSelect(): Promise<Figure[]> {
  const server = await servePage('select')
  const browser = await chromium.launch(chromiumOptions())
  try {
    return await measure(browser, server.url)
  } finally {
    await browser.close()
    await server.close()
  }
}

async function measure(browser: Browser, url: string): Promise<Figure[]> {
  const scores: Score[] = []
  const readyMs: number[] = []
  let page: Page | undefined
  let file: string | undefined
  for (const truth of truths) {
    if (!page || truth.file !== file) {
      await page?.close()
      page = await browser.newPage({ viewport: screen })
      await page.goto(url)
      readyMs.push(await open(page, truth.file))
      file = truth.file
    }
    scores.push(await score(page, truth))
  }
  await page?.close()
  return figures(scores, readyMs)
}

/** Opens a picture. @returns milliseconds until it was looked at, once the files are there */
async function open(page: Page, file: string): Promise<number> {
  await page.waitForFunction(() => 'selectBench' in window)
  await page.evaluate((name) => window.selectBench.open(name), file)
  await page.keyboard.press('o')
  await page.waitForFunction(() => ['ASKING', 'LOADING'].includes(window.selectBench.finder()))
  await page.evaluate(() => window.selectBench.load())
  await page.waitForFunction(() => window.selectBench.finder() === 'LOOKING', undefined, {
    timeout: 120_000,
    polling: 20,
  })
  const start = performance.now()
  await page.waitForFunction(() => window.selectBench.finder() === 'READY', undefined, {
    timeout: 120_000,
    polling: 20,
  })
  return performance.now() - start
}

async function score(page: Page, { name, size: [width, height] }: Truth): Promise<Score> {
  const size = { width, height }
  const file = join(projectRoot, 'bench', 'select', 'truths', `${name}.png`)
  const truth = await greyOf(file)
  let mask: Uint8Array = new Uint8Array(width * height)
  const overlaps: number[] = []
  const clickMs: number[] = []
  for (let count = 0; count < clicksEach; count += 1) {
    const next = nextClick(mask, truth, size)
    clickMs.push(await click(page, next))
    const png = await page.evaluate(() => window.selectBench.mask())
    mask = await greyOf(Buffer.from(png, 'base64'))
    overlaps.push(overlap(mask, truth))
  }
  const border = borderWithin(mask, truth, { ...size, px: 2 })
  await page.evaluate(() => window.selectBench.next())
  return { name, overlaps, border, clickMs }
}

/** @returns milliseconds until the mask has changed */
async function click(page: Page, { x, y, isInside }: Click): Promise<number> {
  const at = await page.evaluate(([px = 0, py = 0]) => window.selectBench.onScreen(px, py), [x, y])
  await page.evaluate(() => window.selectBench.watch())
  if (!isInside) await page.keyboard.down('Alt')
  await page.mouse.click(at.x, at.y)
  if (!isInside) await page.keyboard.up('Alt')
  return page.evaluate(() => window.selectBench.changed())
}

function greyOf(png: Buffer | string): Promise<Buffer> {
  return sharp(png).toColourspace('b-w').raw().toBuffer()
}

function figures(scores: readonly Score[], readyMs: readonly number[]): Figure[] {
  const best = scores.map(({ overlaps }) => Math.max(...overlaps))
  const worse = scores.flatMap(({ overlaps }) =>
    overlaps.slice(1).map((value, index) => (overlaps[index] ?? 0) - value),
  )
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  return [
    {
      name: 'mask ∩ truth ÷ mask ∪ truth, at most three clicks, mean',
      value: mean(best),
      unit: '',
      atLeast: 0.96,
    },
    { name: 'the same of the worst thing', value: Math.min(...best), unit: '', atLeast: 0.93 },
    ...scores.map(({ name, overlaps }, index) => ({
      name: `${name}: after ${overlaps.map((value) => value.toFixed(3)).join(', ')}; best`,
      value: best[index] ?? 0,
      unit: '' as const,
    })),
    {
      name: 'what a further click loses at most',
      value: Math.max(0, ...worse),
      unit: '',
      atMost: 0.01,
    },
    {
      name: 'border within 2 px of the truth at 12 MP, mean',
      value: mean(scores.map(({ border }) => border)),
      unit: '',
      atLeast: 0.9,
    },
    {
      name: 'from the files to the picture looked at, median',
      value: percentile(readyMs, 0.5),
      unit: 'ms',
      atMost: 4000,
    },
    {
      name: 'click to mask, median',
      value: percentile(
        scores.flatMap(({ clickMs }) => clickMs),
        0.5,
      ),
      unit: 'ms',
      atMost: 150,
    },
  ]
}
