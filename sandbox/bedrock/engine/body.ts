import { holeDepth } from './level.ts'
import type { Size } from './plane.ts'
import type { Hole } from './raster.ts'

/** Where a body swells out of a hole: 1 in its middle, 0 from its outline on. */
export type Body = (x: number, y: number) => number

/** What is flat with straight sides; all else is round. */
const boxes =
  /\b(box|crate|chest|suitcase|cabinet|cube|block|brick|book|door|window|sign|poster|painting|frame|screen|bench|house)s?\b/i
const powers = { round: 2, box: 7 }
/** Of the deepest place: what is less deep is a tail, as of a mask that has a shadow too. */
const tailShare = 0.35
/** Of its bounding box a hole has more only when it is a rectangle itself. */
const rectangleShare = 0.92

/**
 * A body upright in the main part of a hole, as wide and as high as that is: an ellipsoid, or a box
 * when the words name one or the hole is one.
 * @param hole with at least one pixel of 1
 */
export function bodyIn({ width, height }: Size, hole: Hole, words: string): Body {
  const depth = holeDepth(width, height, hole)
  let deepest = 0
  for (const each of depth) if (each > deepest) deepest = each
  const core = spreadOf(width, depth, deepest * tailShare)
  // City-block depth is larger than the way straight out, most of all at slanted rims.
  const cut = deepest * tailShare * 0.8
  const across = Math.min(core.across, core.box.width / 2) + cut
  const along = Math.min(core.along, core.box.height / 2) + cut
  const isBox = boxes.test(words) || core.area > core.box.width * core.box.height * rectangleShare
  const power = isBox ? powers.box : powers.round
  return (x, y) => {
    const far = Math.abs((x - core.x) / across) ** power + Math.abs((y - core.y) / along) ** power
    return far >= 1 ? 0 : Math.sqrt(1 - far)
  }
}

/** Of the pixels deeper than `least`: their box, and the ellipse that spreads as they do. */
function spreadOf(width: number, depth: Uint16Array, least: number) {
  let area = 0
  let [x, y, xx, yy] = [0, 0, 0, 0]
  let [left, right, top, bottom] = [width, 0, Infinity, 0]
  for (let pixel = 0; pixel < depth.length; pixel++) {
    if (depth[pixel]! <= least) continue
    const column = pixel % width
    const row = (pixel - column) / width
    area++
    x += column
    y += row
    xx += column * column
    yy += row * row
    left = Math.min(left, column)
    right = Math.max(right, column)
    top = Math.min(top, row)
    bottom = row
  }
  x /= area
  y /= area
  // An ellipse of half axis a has a variance of a² / 4 along it.
  const across = 2 * Math.sqrt(Math.max(0.25, xx / area - x * x))
  const along = 2 * Math.sqrt(Math.max(0.25, yy / area - y * y))
  const box = { width: right - left + 1, height: bottom - top + 1 }
  return { area, box, x, y, across, along }
}
