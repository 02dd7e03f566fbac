import type { Lab } from '../raster/lab.ts'
import { guidedSmooth, type Plane, type Size } from '../raster/plane.ts'

/** Cells of a colour model along each axis of OKLab. */
const cells = 20
const rounds = 5

/**
 * Tells a part of a picture from the rest, from a first guess: colour models of both sides and
 * smoothing along the picture's edges in turn, as GrabCut (Rother et al. 2004) does with cuts.
 * @param guess 0..1 a pixel, how likely it is part of it
 * @param options.prior how much the guess counts beside the colours
 * @returns 0..1 a pixel
 */
export function segment(
  lab: Lab,
  guess: Plane,
  { size, prior }: { readonly size: Size; readonly prior: number },
): Plane {
  const cellOf = cellsOf(lab)
  const radius = Math.max(2, Math.round(Math.min(size.width, size.height) / 40))
  let likely = guess
  for (let round = 0; round < rounds; round++) {
    const { inside, outside } = colourModels(cellOf, likely)
    const judged = likely.map((_, pixel) => {
      const cell = cellOf[pixel]!
      const byColour = Math.log((inside[cell]! + 1e-5) / (outside[cell]! + 1e-5))
      const byGuess = Math.log((guess[pixel]! + 0.03) / (1.03 - guess[pixel]!))
      return 1 / (1 + Math.exp(-(byColour * 0.9 + byGuess * prior)))
    })
    likely = guidedSmooth(judged, lab.light, { size, radius, softness: 0.0008 }).map((value) =>
      Math.min(1, Math.max(0, value)),
    )
  }
  return likely
}

/** @returns the cell of each pixel's colour, for `colourModels` */
function cellsOf({ light, a, b }: Lab): Uint16Array {
  return new Uint16Array(light.length).map((_, pixel) => {
    const l = cellAt(light[pixel]!)
    const u = cellAt(a[pixel]! / 0.5 + 0.5)
    const v = cellAt(b[pixel]! / 0.5 + 0.5)
    return (l * cells + u) * cells + v
  })
}

function cellAt(share: number): number {
  return Math.min(cells - 1, Math.max(0, Math.floor(share * cells)))
}

/** @returns how common each cell is inside and outside, blurred over neighbouring cells */
function colourModels(cellOf: Uint16Array, likely: Plane) {
  const inside = new Float64Array(cells ** 3)
  const outside = new Float64Array(cells ** 3)
  let sumInside = 1e-6
  let sumOutside = 1e-6
  for (let pixel = 0; pixel < likely.length; pixel++) {
    // A pixel that may be either says nothing of both.
    const share = likely[pixel]!
    const sure = Math.abs(share - 0.5) * 2
    const cell = cellOf[pixel]!
    inside[cell]! += share * sure
    outside[cell]! += (1 - share) * sure
    sumInside += share * sure
    sumOutside += (1 - share) * sure
  }
  return { inside: blurred(inside, sumInside), outside: blurred(outside, sumOutside) }
}

function blurred(model: Float64Array, sum: number): Float64Array {
  let current = model.map((count) => count / sum)
  for (const step of [1, cells, cells * cells]) {
    current = current.map((count, cell) => {
      const place = Math.floor(cell / step) % cells
      const before = place > 0 ? current[cell - step]! : count
      const after = place < cells - 1 ? current[cell + step]! : count
      return count * 0.5 + (before + after) * 0.25
    })
  }
  return current
}
