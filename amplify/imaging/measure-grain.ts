import type { Rect } from '#domain/frame/space.ts'
import type { SentPixels } from './colour-match.ts'
import { fromSrgb } from './colour-profile.ts'
import { enlarge } from './enlarge.ts'
import type { FittedCrop } from './fit-crop.ts'
import { type Grain, tilePx } from './grain.ts'
import type { EditWeight } from './model-mask.ts'
import type { OpenedOriginal } from './open-original.ts'
import { cutOut, mostOf, type RawPixels } from './raw-pixels.ts'
import { chooseGrain, type GrainSample, sampleGrain } from './sample-grain.ts'

/** Along a side as long as this, one row of tiles is enough to choose from. */
const manyTiles = 32

/**
 * Measures the grain that an edit would lack: around it, what a picture is more than its own
 * reduced and enlarged image.
 * @returns `undefined` when nothing was reduced, or the picture has no grain
 */
export async function measureGrain(job: {
  original: OpenedOriginal
  fitted: FittedCrop
  weight: EditWeight
  sent: SentPixels
}): Promise<Grain | undefined> {
  const { original, fitted, sent } = job
  if (fitted.source.width <= fitted.model.width) return undefined
  const pixels = await fromSrgb({ ...sent.size, pixels: sent.image }, original.profile)
  const isDeep = original.pixels instanceof Uint16Array
  const samples: GrainSample[] = []
  for (const part of bandsAround(job.weight.region, fitted.source)) {
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
  const most = mostOf(original.pixels)
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

/** The bands around a rectangle in which grain is looked for, in whole tiles, inside of `within`. */
function bandsAround(rect: Rect, within: Rect): Rect[] {
  const { x, y, width, height } = rect
  const depth = Math.max(width, height) > manyTiles * tilePx ? tilePx : 2 * tilePx
  return [
    { x, y: y - depth, width, height: depth },
    { x, y: y + height, width, height: depth },
    { x: x - depth, y, width: depth, height },
    { x: x + width, y, width: depth, height },
  ].flatMap((band) => {
    const left = Math.max(within.x, band.x)
    const top = Math.max(within.y, band.y)
    const right = Math.min(within.x + within.width, band.x + band.width)
    const bottom = Math.min(within.y + within.height, band.y + band.height)
    const [across, down] = [right - left, bottom - top].map((px) => px - (px % tilePx))
    if (across === undefined || down === undefined || across < tilePx || down < tilePx) return []
    return [{ x: left, y: top, width: across, height: down }]
  })
}
