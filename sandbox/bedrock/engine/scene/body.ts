import { holeDepth } from '../raster/hole.ts'
import type { Size } from '../raster/plane.ts'
import type { Hole } from '../raster/raster.ts'

/** Where a body swells out of a hole: 1 in its middle, 0 from its outline on. */
export type Body = (x: number, y: number) => number

/** What is flat with straight sides; all else is round. */
const boxes =
  /\b(box|crate|chest|suitcase|cabinet|cube|block|brick|book|door|window|sign|poster|painting|frame|screen|bench|house)s?\b/i
const powers = { round: 2, box: 7 }
/** Of the deepest place: what is less deep is a tail, as of a mask that has a shadow too. */
const tailShare = 0.5
/** Of the box around it a hole has more only when it is a rectangle itself. */
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
  const isBox = boxes.test(words) || isRectangle(width, hole, { ...core, rim: deepest * tailShare })
  const power = isBox ? powers.box : powers.round
  const widest = {
    x: core.x,
    y: core.y,
    across: Math.min(core.across, core.box.width / 2) + cut,
    along: Math.min(core.along, core.box.height / 2) + cut,
  }
  const share = shareWithin({ width, height }, hole, { ...widest, power })
  const across = widest.across * share
  const along = widest.along * share
  return (x, y) => {
    const far = Math.abs((x - core.x) / across) ** power + Math.abs((y - core.y) / along) ** power
    return far >= 1 ? 0 : Math.sqrt(1 - far)
  }
}

/** Whether the hole has nearly all of the box around its core and the rim that is left of it. */
function isRectangle(
  width: number,
  hole: Hole,
  { x, y, box, rim }: { x: number; y: number; box: Size; rim: number },
): boolean {
  const across = Math.floor(box.width / 2 + rim)
  const along = Math.floor(box.height / 2 + rim)
  let area = 0
  for (let row = Math.round(y) - along + 1; row < Math.round(y) + along; row++) {
    for (let column = Math.round(x) - across + 1; column < Math.round(x) + across; column++) {
      area += hole[row * width + column] ?? 0
    }
  }
  return area > (across * 2 - 1) * (along * 2 - 1) * rectangleShare
}

/** Of a body's outline this much must lie in the hole, or beyond the picture; so many places are tried. */
const minWithin = 0.95
const places = 64
const minShare = 0.4

/** How large a body may be, of its widest, not to be cut by the hole's outline. */
function shareWithin(
  { width, height }: Size,
  hole: Hole,
  body: { x: number; y: number; across: number; along: number; power: number },
): number {
  for (let share = 1; share > minShare; share -= 0.03) {
    let within = 0
    for (let place = 0; place < places; place++) {
      const turn = (place / places) * 2 * Math.PI
      const x = Math.round(body.x + body.across * share * rounded(Math.cos(turn), body.power))
      const y = Math.round(body.y + body.along * share * rounded(Math.sin(turn), body.power))
      const isBeyond = x < 0 || y < 0 || x >= width || y >= height
      if (isBeyond || hole[y * width + x] === 1) within++
    }
    if (within >= places * minWithin) return share
  }
  return minShare
}

/** A coordinate of the superellipse of a power. */
function rounded(value: number, power: number): number {
  return Math.sign(value) * Math.abs(value) ** (2 / power)
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
  return { box, x, y, across, along }
}
