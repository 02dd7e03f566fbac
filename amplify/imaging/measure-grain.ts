import { insideOf } from '#domain/frame/plan-crop.ts'
import type { Rect } from '#domain/frame/space.ts'
import { maxOf } from '#domain/layer/mix.ts'
import type { SentPixels } from './colour-match.ts'
import { fromSrgb } from './colour-profile.ts'
import { enlarge } from './enlarge.ts'
import type { FittedCrop } from './fit-crop.ts'
import { type Grain, tilePx } from './grain.ts'
import type { OpenedOriginal } from './open-original.ts'
import { cutOut, type RawPixels } from './raw-pixels.ts'
import { chooseGrain, type GrainSample, sampleGrain } from './sample-grain.ts'

/** Along a side as long as this, one row of tiles is enough to choose from. */
const manyTiles = 32

/**
 * Measures the grain that an edit would lack: what a picture is more than its own reduced and
 * enlarged image.
 * @param job.bands where to look for it; what the model did not see of them is left out
 * @returns `undefined` when nothing was reduced, or the picture has no grain
 */
export async function measureGrain(job: {
  original: OpenedOriginal
  fitted: FittedCrop
  sent: SentPixels
  bands: readonly Rect[]
}): Promise<Grain | undefined> {
  const { original, fitted, sent } = job
  if (fitted.source.width <= fitted.model.width) return undefined
  const isDeep = original.pixels instanceof Uint16Array
  const { profile } = original
  const pixels = await fromSrgb({ ...sent.size, pixels: sent.image }, { profile, isDeep })
  const samples: GrainSample[] = []
  const seen = insideOf(fitted.source, original)
  for (const band of job.bands) {
    const part = tiledPart(band, seen)
    if (part === undefined) continue
    const resampled = await enlarge({ ...sent.size, pixels }, { fitted, part, isDeep })
    const { width, height } = part
    samples.push(
      ...sampleTiles(
        { ...original, width, height, pixels: cutOut(original, part) },
        { width, height, channels: 3, pixels: resampled },
      ),
    )
  }
  return chooseGrain(samples)
}

function sampleTiles(original: RawPixels, resampled: RawPixels): GrainSample[] {
  const most = maxOf(original.pixels)
  const samples: GrainSample[] = []
  for (let y = 0; y < original.height; y += tilePx) {
    for (let x = 0; x < original.width; x += tilePx) {
      const tile = { x, y, width: tilePx, height: tilePx }
      const values = opaqueValues(cutOut(original, tile), original.channels, most)
      const sample = values && sampleGrain(values, cutOut(resampled, tile), most)
      if (sample) samples.push(sample)
    }
  }
  return samples
}

/** The colours of a tile; `undefined` when something shines through, for then they say nothing. */
function opaqueValues(
  tile: RawPixels['pixels'],
  channels: number,
  most: number,
): RawPixels['pixels'] | undefined {
  if (channels === 3) return tile
  if (tile.some((value, at) => at % 4 === 3 && value !== most)) return undefined
  return tile.filter((_, at) => at % 4 !== 3)
}

/** The bands around a rectangle in which grain is looked for. */
export function bandsAround(rect: Rect): Rect[] {
  return bandsAlong(rect, 1)
}

/** The bands inside of a rectangle, along its edges. */
export function bandsWithin(rect: Rect): Rect[] {
  return bandsAlong(rect, 0)
}

/** @param outwards 1 for bands on the outer side of each edge, 0 for the inner side */
function bandsAlong({ x, y, width, height }: Rect, outwards: 0 | 1): Rect[] {
  const depth = Math.max(width, height) > manyTiles * tilePx ? tilePx : 2 * tilePx
  const before = outwards * depth
  const after = depth - before
  return [
    { x, y: y - before, width, height: depth },
    { x, y: y + height - after, width, height: depth },
    { x: x - before, y, width: depth, height },
    { x: x + width - after, y, width: depth, height },
  ]
}

/** The whole tiles of a band that lie inside of `seen`; `undefined` when there is none. */
function tiledPart(band: Rect, seen: Rect): Rect | undefined {
  const x = Math.max(seen.x, band.x)
  const y = Math.max(seen.y, band.y)
  const across = Math.min(seen.x + seen.width, band.x + band.width) - x
  const down = Math.min(seen.y + seen.height, band.y + band.height) - y
  if (across < tilePx || down < tilePx) return undefined
  return { x, y, width: across - (across % tilePx), height: down - (down % tilePx) }
}
