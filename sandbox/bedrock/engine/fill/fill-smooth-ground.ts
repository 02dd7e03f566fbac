import { holeDepth } from '../raster/hole.ts'
import { continued, type SizedPlane, sizedPlaneOf, smoothed } from '../raster/pyramid.ts'
import { clamp, type Hole, type Raster } from '../raster/raster.ts'

/** The ground is told from what lies this far around the hole, as a part of the hole's own size. */
const ringShare = 0.25
const minRingPx = 12
/** Grain is no unevenness: what is finer than some 8 pixels is smoothed away before it is judged. */
const grainHalvings = 3
/** Off an even ground by no more, in levels of 255: on the mean (root of squares), and anywhere. */
const maxMeanOff = 2
const maxOff = 7
/** Where the ground was, in what is left when it is taken away. */
const middle = 128
/** Points that a ground is fitted to; more tell no more. */
const maxPoints = 4_000

/** Even ground, in levels of 255. */
type Surface = (x: number, y: number, channel: number) => number

/**
 * Fills a hole on even ground (a wall, a sky, a vignette), which no patch continues: it goes on as
 * a surface of second degree and what is off that smoothly; only the grain on it is filled from
 * patches.
 * @param fill fills what is left when the ground is taken away, from what is not barred
 * @returns `undefined` when the ground is not even
 */
export function fillOnGround(
  picture: Raster,
  hole: Hole,
  fill: (grain: Raster, barred: Hole) => Raster,
): Raster | undefined {
  const { width, height, data } = picture
  const ring = ringAround(picture, hole)
  const surface = ring && surfaceOf(picture, ring)
  if (!surface) return undefined
  const ground = new Float32Array(data.length)
  for (let channel = 0; channel < 3; channel++) {
    const under = sizedPlaneOf(picture, (at) => surface(at % width, (at / width) | 0, channel))
    const off = smoothOff(picture, ring, { under, channel })
    if (!isEven(off, ring)) return undefined
    const known = sizedPlaneOf(picture, (at) => ring[at]!)
    const rest = continued({ width, height, values: off }, known).values
    under.values.forEach((value, at) => {
      ground[at * 3 + channel] = value + rest[at]!
    })
  }
  const grain = data.map((value, index) =>
    clamp(Math.round(value - ground[index]! + middle), 0, 255),
  )
  const filled = fill({ width, height, data: grain }, beyond(ring, hole, width)).data
  return {
    width,
    height,
    data: data.map((value, index) => {
      if (hole[Math.floor(index / 3)] === 0) return value
      return clamp(Math.round(filled[index]! - middle + ground[index]!), 0, 255)
    }),
  }
}

/** 1 where the ground is not known to be even: beyond the ring, but for the rim of the hole. */
function beyond(ring: Hole, hole: Hole, width: number): Hole {
  const isRim = (at: number) =>
    hole[at - 1] === 1 || hole[at + 1] === 1 || hole[at - width] === 1 || hole[at + width] === 1
  return hole.map((open, at) => (open === 0 && ring[at] === 0 && !isRim(at) ? 1 : 0))
}

/** 1 at the known pixels around the hole; nothing where too few are known. */
function ringAround({ width, height }: Raster, hole: Hole): Hole | undefined {
  const area = hole.reduce((sum, open) => sum + open, 0)
  if (area === 0) return undefined
  const ringPx = Math.max(minRingPx, Math.sqrt(area) * ringShare)
  const away = holeDepth(
    width,
    height,
    hole.map((open) => 1 - open),
  )
  // The pixel at the rim may have some of what is removed in it.
  const ring = hole.map((open, at) => (open === 0 && away[at]! > 1 && away[at]! <= ringPx ? 1 : 0))
  return ring.some((each) => each === 1) ? ring : undefined
}

/** The surface of second degree nearest to the ring, by least squares. */
function surfaceOf({ width, height, data }: Raster, ring: Hole): Surface | undefined {
  const points: number[] = []
  ring.forEach((each, at) => {
    if (each === 1) points.push(at)
  })
  const stride = Math.ceil(points.length / maxPoints)
  const picked = points.filter((_, index) => index % stride === 0)
  const rows = picked.map((at) => termsAt((at % width) / width, ((at / width) | 0) / height))
  const fits = [0, 1, 2].map((channel) =>
    leastSquares(
      rows,
      picked.map((at) => data[at * 3 + channel]!),
    ),
  )
  if (fits.some((fit) => fit === undefined)) return undefined
  return (x, y, channel) => {
    const [one, ofU, ofV, ofUu, ofUv, ofVv] = fits[channel] as Six
    const [u, v] = [x / width, y / height]
    return one + u * ofU + v * ofV + u * u * ofUu + u * v * ofUv + v * v * ofVv
  }
}

type Six = readonly [number, number, number, number, number, number]

function termsAt(x: number, y: number): readonly number[] {
  return [1, x, y, x * x, x * y, y * y]
}

/** Solves the normal equations by elimination; `undefined` where they do not determine a surface. */
function leastSquares(
  rows: readonly (readonly number[])[],
  values: readonly number[],
): readonly number[] | undefined {
  const size = rows[0]?.length ?? 0
  const system = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_unused, j) =>
      rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0),
    ),
    rows.reduce((sum, row, at) => sum + row[i]! * values[at]!, 0),
  ])
  for (let column = 0; column < size; column++) {
    const pivots = system.slice(column).map((row) => Math.abs(row[column]!))
    const best = column + pivots.indexOf(Math.max(...pivots))
    ;[system[column], system[best]] = [system[best]!, system[column]!]
    const pivot = system[column]!
    if (Math.abs(pivot[column]!) < 1e-9) return undefined
    for (const row of system) {
      if (row === pivot) continue
      const factor = row[column]! / pivot[column]!
      for (let at = column; at <= size; at++) row[at]! -= factor * pivot[at]!
    }
  }
  return system.map((row, at) => row[size]! / row[at]!)
}

/** By how much the ring is off the surface, without grain. */
function smoothOff(
  { width, height, data }: Raster,
  ring: Hole,
  { under, channel }: { readonly under: SizedPlane; readonly channel: number },
): Float32Array {
  const share = smoothed(
    sizedPlaneOf({ width, height }, (at) => ring[at]!),
    grainHalvings,
  ).values
  const off = sizedPlaneOf({ width, height }, (at) =>
    ring[at] === 0 ? 0 : data[at * 3 + channel]! - under.values[at]!,
  )
  return smoothed(off, grainHalvings).values.map((sum, at) =>
    ring[at] === 0 ? 0 : sum / share[at]!,
  )
}

function isEven(off: Float32Array, ring: Hole): boolean {
  let [sum, count] = [0, 0]
  for (let at = 0; at < off.length; at++) {
    if (ring[at] === 0) continue
    if (Math.abs(off[at]!) > maxOff) return false
    sum += off[at]! ** 2
    count++
  }
  return Math.sqrt(sum / count) <= maxMeanOff
}
