import type { Level } from './level.ts'
import { type Plane, smoothed } from './octave.ts'
import { clamp, type Raster } from './raster.ts'

/** Detail is what goes when a picture is halved so often: finer than some 16 pixels. */
const halvings = 4
/** Of detail that nothing around bears out, this much stays: less looks like felt, not like grass. */
const leastKept = 0.6
/** Detail is whole at the rim, where it continues what is known, and tempered from here on. */
const fadePx = 4
/** A fill is tested by the known pixels this far beyond the rim: no patch over the hole saw them. */
const beyondPx = 6
/** Only what lies this near to the rim is tested. */
const deepestTested = 8
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
  const found = new Float32Array(box.width * box.height)
  const copied = new Float32Array(box.width * box.height)
  let allFound = 0
  let allCopied = 0
  for (let at = 0; at < found.length; at++) {
    for (const [known, copy] of testsOf(level, pixelAt(level, box, at))) {
      found[at]! += detail[known]! * detail[copy]!
      copied[at]! += detail[copy]! ** 2
    }
    allFound += found[at]!
    allCopied += copied[at]!
  }
  const plane = { width: box.width, height: box.height }
  const nearFound = smoothed({ ...plane, values: found }, nearHalvings).values
  const nearCopied = smoothed({ ...plane, values: copied }, nearHalvings).values
  // Where no test is near, all of them count.
  const whole = 0.05 / found.length
  return nearFound.map((near, at) => {
    const share = (near + allFound * whole) / (nearCopied[at]! + allCopied * whole + 1e-6)
    return clamp(share, leastKept, 1)
  })
}

/** Pairs of known pixels: one beyond the rim, and where the copy at `pixel` would take it from. */
function testsOf(
  { width, hole, depth, match }: Level,
  pixel: number,
): (readonly [number, number])[] {
  const deep = depth[pixel]!
  const source = match[pixel]!
  if (deep <= fadePx || deep > deepestTested || source < 0) return []
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
