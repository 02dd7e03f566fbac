import { createWorkerEngine, type Engine } from '../sandbox/bedrock/engine/pool.ts'
import type { Raster } from '../sandbox/bedrock/engine/raster/raster.ts'
import { type Figure, percentile, timed } from './figure.ts'
import { fillByAll, type Method } from './fill/methods.ts'
import { liveliness, psnr, ssim } from './fill/quality.ts'
import { readScenes, type Scene } from './fill/scenes.ts'
import { ellipse, photo } from './pictures.ts'

const size = { width: 1024, height: 1024 }
const holeArea = 0.1

/**
 * Times the offline engine's content-aware fill in its worker thread, after one run to warm up, then
 * compares what it makes with the truth behind twenty removed things, beside two methods of OpenCV
 * and one of G'MIC (Debian: python3-opencv, gmic).
 */
export async function benchFill(count = 5): Promise<Figure[]> {
  const engine = createWorkerEngine({ threads: 1 })
  try {
    return [...(await speed(engine, count)), ...(await likeness(engine))]
  } finally {
    await engine.close()
  }
}

async function speed(engine: Engine, count: number): Promise<Figure[]> {
  const picture = { ...size, data: new Uint8Array(await photo(size)) }
  const hole = ellipse(size, holeArea).map((value) => (value === 0 ? 0 : 1))
  const seconds: number[] = []
  for (let seed = 0; seed <= count; seed += 1) {
    const { ms } = await timed(() => engine.run({ kind: 'fill', picture, hole, seed }))
    if (seed > 0) seconds.push(ms / 1000)
  }
  const median = percentile(seconds, 0.5)
  return [
    { name: 'fill of 1024², 10 % hole, median', value: median, unit: 's', atMost: 3 },
    { name: 'slowest', value: Math.max(...seconds), unit: 's' },
  ]
}

async function likeness(engine: Engine): Promise<Figure[]> {
  const scenes = await readScenes()
  const [ours, telea, navier, gmic] = (await fillByAll(scenes, engine)).map((method) => ({
    ...method,
    psnr: means(method, scenes, psnr),
    ssim: means(method, scenes, ssim),
  }))
  if (!ours || !telea || !navier || !gmic) throw new Error('A method is not there.')
  const lively = livelinessOf(ours, scenes)
  const overBest = (which: 'all' | 'unseen') =>
    ours.psnr[which] - Math.max(telea.psnr[which], navier.psnr[which])
  return [
    { name: 'PSNR above the better of OpenCV', value: overBest('all'), unit: 'dB' },
    { name: 'of it, scenes never tuned on', value: overBest('unseen'), unit: 'dB' },
    { name: 'PSNR above G’MIC', value: ours.psnr.all - gmic.psnr.all, unit: 'dB', atLeast: 0 },
    {
      name: 'energy of gradients ÷ truth’s, mean',
      value: lively.mean,
      unit: '×',
      atLeast: 0.85,
      atMost: 1.15,
    },
    { name: 'scenes of 20 within 0.85 to 1.15', value: lively.within, unit: '', atLeast: 16 },
    ...[ours, telea, navier, gmic].flatMap((method): Figure[] => [
      { name: `PSNR in the hole, ${label(method)}`, value: method.psnr.all, unit: 'dB' },
      { name: `SSIM in the hole, ${label(method)}`, value: method.ssim.all, unit: '' },
    ]),
  ]
}

/** People see texture: haze has too little energy of gradients, seams and noise too much. */
function livelinessOf(
  { filled }: Method,
  scenes: readonly Scene[],
): { readonly mean: number; readonly within: number } {
  if ('missing' in filled) return { mean: Number.NaN, within: Number.NaN }
  const values = scenes.map(({ truth, hole }, at) => liveliness(filled[at] as Raster, truth, hole))
  return {
    mean: values.reduce((sum, value) => sum + value) / values.length,
    within: values.filter((value) => value >= 0.85 && value <= 1.15).length,
  }
}

/** @returns the mean over all scenes, and over every third; NaN where the method is missing */
function means(
  { filled }: Method,
  scenes: readonly Scene[],
  measure: typeof psnr,
): { readonly all: number; readonly unseen: number } {
  if ('missing' in filled) return { all: Number.NaN, unseen: Number.NaN }
  const values = scenes.map(({ truth, hole }, at) => measure(filled[at] as Raster, truth, hole))
  const unseen = values.filter((_, at) => at % 3 === 0)
  const mean = (some: readonly number[]) => some.reduce((sum, value) => sum + value) / some.length
  return { all: mean(values), unseen: mean(unseen) }
}

function label({ name, filled }: Method): string {
  return 'missing' in filled ? `${name} (missing: apt-get install ${filled.missing})` : name
}
