import { clamp, type Raster } from '../raster/raster.ts'
import type { Level } from './level.ts'
import { patchOver, sourceOf } from './source-of.ts'

/** How strongly a pixel keeps to what was voted, beside its four neighbours: drift ends after some 7 px. */
const pull = 0.02
/** Of successive over-relaxation; more changes nothing that 8 bits show. */
const rounds = 80
const overRelaxation = 1.6

/**
 * Gives the hole the very steps of brightness that its sources have, so that copies keep their
 * contrast and meet without seams, at the rim too: the image whose steps are nearest to those, held
 * softly to what was voted (screened Poisson; Pérez et al. 2003, Darabi et al. 2012).
 * Changes `picture` in place, within the hole only.
 * @param level the finest, with its matches
 */
export function keepGradients(picture: Raster, level: Level): void {
  const { hole } = level
  const pixels: number[] = []
  for (let at = 0; at < hole.length; at++) if (hole[at] === 1) pixels.push(at)
  const neighbours = neighboursOf(pixels, level)
  for (let channel = 0; channel < 3; channel++) {
    const voted = new Float32Array(hole.length).map((_, at) => picture.data[at * 3 + channel]!)
    const solved = solve(voted, { pixels, neighbours, wanted: stepsFor(voted, neighbours, pixels) })
    for (const pixel of pixels) {
      picture.data[pixel * 3 + channel] = clamp(Math.round(solved[pixel]!), 0, 255)
    }
  }
}

/** For each pixel of the hole its neighbours, and a pair of known pixels whose step they are to have. */
type Neighbours = {
  /** Four a pixel; -1 beyond the picture. */
  readonly others: Int32Array
  /** The known pixel in place of the one, and in place of the other; -1 where there is none. */
  readonly from: Int32Array
  readonly to: Int32Array
}

function neighboursOf(pixels: readonly number[], level: Level): Neighbours {
  const { width, height, barred } = level
  const [others, from, to] = [0, 1, 2].map(() => new Int32Array(pixels.length * 4).fill(-1))
  const found = { others: others!, from: from!, to: to! }
  pixels.forEach((pixel, index) => {
    const x = pixel % width
    const reachable = [
      x > 0 ? -1 : 0,
      x < width - 1 ? 1 : 0,
      pixel >= width ? -width : 0,
      pixel < width * (height - 1) ? width : 0,
    ]
    reachable.forEach((offset, side) => {
      // What is barred is not to be taken from, so its colours are not to reach in either.
      if (offset === 0 || barred[pixel + offset] === 1) return
      const at = index * 4 + side
      found.others[at] = pixel + offset
      const pair = pairFor(level, pixel, offset)
      found.from[at] = pair?.[0] ?? -1
      found.to[at] = pair?.[1] ?? -1
    })
  })
  return found
}

/** Of the two that share a step, the one whose patch agrees better says what it is. */
function pairFor(
  level: Level,
  pixel: number,
  offset: number,
): readonly [from: number, to: number] | undefined {
  const { hole, distance } = level
  const other = pixel + offset
  const [source, beyond] = [sourceOf(level, pixel), sourceOf(level, other)]
  const mine = isKnown(hole, source, source + offset)
    ? ([source, source + offset] as const)
    : undefined
  if (hole[other] === 0 || !isKnown(hole, beyond - offset, beyond)) return mine
  const isMine = distance[patchOver(level, pixel)]! <= distance[patchOver(level, other)]!
  return mine && isMine ? mine : [beyond - offset, beyond]
}

function isKnown(hole: Level['hole'], first: number, second: number): boolean {
  return hole[first] === 0 && hole[second] === 0
}

/** @returns by how much each pixel is to differ from its neighbours, summed over them */
function stepsFor(
  voted: Float32Array,
  { others, from, to }: Neighbours,
  pixels: readonly number[],
): Float32Array {
  return Float32Array.from(pixels, (pixel, index) => {
    let sum = 0
    for (let at = index * 4; at < index * 4 + 4; at++) {
      const other = others[at]!
      if (other < 0) continue
      const isGiven = from[at]! >= 0
      sum += voted[isGiven ? from[at]! : pixel]! - voted[isGiven ? to[at]! : other]!
    }
    return sum
  })
}

function solve(
  voted: Float32Array,
  of: {
    readonly pixels: readonly number[]
    readonly neighbours: Neighbours
    readonly wanted: Float32Array
  },
): Float32Array {
  const { pixels, wanted } = of
  const { others } = of.neighbours
  const field = Float32Array.from(voted)
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < pixels.length; turn++) {
      const index = round % 2 === 0 ? turn : pixels.length - 1 - turn
      const pixel = pixels[index]!
      let sum = wanted[index]! + pull * voted[pixel]!
      let weight = pull
      for (let at = index * 4; at < index * 4 + 4; at++) {
        const other = others[at]!
        if (other < 0) continue
        sum += field[other]!
        weight++
      }
      field[pixel]! += overRelaxation * (sum / weight - field[pixel]!)
    }
  }
  return field
}
