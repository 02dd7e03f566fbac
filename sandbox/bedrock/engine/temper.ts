import type { Level } from './level.ts'
import { type Plane, smoothed } from './octave.ts'
import { clamp, type Raster } from './raster.ts'

/** Detail is what goes when a picture is halved so often: finer than some 16 pixels. */
const halvings = 4
/** What nothing bears out keeps this much of its source's contrast: less looks like felt. */
const leastKept = 0.7
/** Detail is whole at the rim, where it continues what is known, and tempered from here on. */
const fadePx = 4
/** A fill is tested by the known pixels this far beyond the rim: no patch over the hole saw them. */
const beyondPx = 6
/** Only what lies near to the rim is tested, but not what continues the rim itself. */
const testedDepth = { from: 5, to: 8 }
/** Tests count for what is near, in windows halved so often, some 64 pixels. */
const nearHalvings = 5

/**
 * Takes contrast out of detail that is made up: each blade of grass errs twice, by being there and
 * by the true one not being there. How much stays is told by the rim: the copy that fills a pixel
 * is moved on over known ones beyond, and the share of its detail that is found there again is the
 * share of least error (Wiener's). Where a pattern goes on, all of it stays.
 * Changes `picture` in place, within the hole only.
 * @param level the finest, with its matches
 */
export function temperHole(picture: Raster, level: Level): void {
  const box = boxAround(level, 2 ** nearHalvings)
  if (box === undefined) return
  const kept = keptDetail(picture, level, box)
  for (let channel = 0; channel < 3; channel++) {
    const made = cutOut(picture, box, channel)
    const smooth = smoothed(made, halvings)
    for (let at = 0; at < kept.length; at++) {
      const pixel = pixelAt(level, box, at)
      if (level.hole[pixel] === 0) continue
      const loss = (1 - kept[at]!) * Math.min(1, level.depth[pixel]! / fadePx)
      const value = made.values[at]! + loss * (smooth.values[at]! - made.values[at]!)
      picture.data[pixel * 3 + channel] = clamp(Math.round(value), 0, 255)
    }
  }
}

/** @returns for each pixel of the box the share of detail to keep */
function keptDetail(picture: Raster, level: Level, box: Box): Float32Array {
  const detail = detailOf(picture)
  const field = () => new Float32Array(box.width * box.height)
  const [found, tested, made, source] = [field(), field(), field(), field()] as const
  for (let at = 0; at < made.length; at++) {
    const pixel = pixelAt(level, box, at)
    const from = level.match[pixel]!
    if (level.hole[pixel] === 0 || from < 0) continue
    made[at] = detail[pixel]! ** 2
    source[at] = detail[from]! ** 2
    for (const [known, copy] of testsOf(level, pixel)) {
      found[at]! += detail[known]! * detail[copy]!
      tested[at]! += detail[copy]! ** 2
    }
  }
  const [nearFound, nearTested] = [around(found, box), around(tested, box)]
  const [nearMade, nearSource] = [around(made, box), around(source, box)]
  return made.map((_, at) => {
    const share = nearFound[at]! / (nearTested[at]! + 1e-6)
    // The mean of many patches has lost contrast already.
    const least = leastKept * Math.sqrt(nearSource[at]! / (nearMade[at]! + 1e-6))
    return Math.min(1, Math.max(share, least))
  })
}

/** The field's mean around each pixel; a little of its mean everywhere, where nothing is near. */
function around(values: Float32Array, { width, height }: Box): Float32Array {
  let sum = 0
  for (const value of values) sum += value
  const everywhere = (sum / values.length) * 0.05
  return smoothed({ width, height, values }, nearHalvings).values.map((near) => near + everywhere)
}

/** Pairs of known pixels: one beyond the rim, and where the copy at `pixel` would take it from. */
function testsOf(
  { width, hole, depth, match }: Level,
  pixel: number,
): (readonly [number, number])[] {
  const deep = depth[pixel]!
  const source = match[pixel]!
  if (deep < testedDepth.from || deep > testedDepth.to || source < 0) return []
  const away = deep + beyondPx
  const x = pixel % width
  const from = source % width
  const pairs: (readonly [number, number])[] = []
  for (const [dx, dy] of [
    [-away, 0],
    [away, 0],
    [0, -away],
    [0, away],
  ] as const) {
    const known = pixel + dy * width + dx
    const copy = source + dy * width + dx
    const isInside = Math.min(x, from) + dx >= 0 && Math.max(x, from) + dx < width
    if (isInside && hole[known] === 0 && hole[copy] === 0) pairs.push([known, copy])
  }
  return pairs
}

function detailOf(picture: Raster): Float32Array {
  const { width, height, data } = picture
  const values = new Float32Array(width * height)
  for (let at = 0; at < values.length; at++) {
    values[at] = data[at * 3]! * 0.3 + data[at * 3 + 1]! * 0.59 + data[at * 3 + 2]! * 0.11
  }
  const smooth = smoothed({ width, height, values }, halvings).values
  return values.map((value, at) => value - smooth[at]!)
}

type Box = {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** @returns the pixel of the picture that is `at` in the box */
function pixelAt({ width }: Level, box: Box, at: number): number {
  return (((at / box.width) | 0) + box.top) * width + (at % box.width) + box.left
}

function cutOut({ width, data }: Raster, box: Box, channel: number): Plane {
  const values = new Float32Array(box.width * box.height)
  for (let y = 0; y < box.height; y++) {
    const row = (y + box.top) * width + box.left
    for (let x = 0; x < box.width; x++) {
      values[y * box.width + x] = data[(row + x) * 3 + channel]!
    }
  }
  return { width: box.width, height: box.height, values }
}

/** What holds the hole and `margin` pixels around it; nothing without a hole. */
function boxAround({ width, height, hole }: Level, margin: number): Box | undefined {
  let [left, right, top, bottom] = [width, -1, height, -1]
  for (let pixel = 0; pixel < hole.length; pixel++) {
    if (hole[pixel] === 0) continue
    const x = pixel % width
    const y = (pixel - x) / width
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = y
  }
  if (right < 0) return undefined
  left = Math.max(0, left - margin)
  top = Math.max(0, top - margin)
  return {
    left,
    top,
    width: Math.min(width, right + 1 + margin) - left,
    height: Math.min(height, bottom + 1 + margin) - top,
  }
}
