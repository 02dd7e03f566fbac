import type { Random } from '../../../random.ts'
import { type Level, patchRadius } from './level.ts'

const side = patchRadius * 2 + 1

/** How unlike a source is to a target; some number of at least `limit` once it is reached. */
type Measure = (target: number, source: number, limit: number) => number

export type Search = {
  readonly passes: number
  /** The widest window in pixels. */
  readonly reach: number
  /** How many times as unlike a source counts for each row that it lies higher or lower. */
  readonly rowPull: number
}

/**
 * Passes of PatchMatch (Barnes et al. 2009) over the targets: propagation from the two neighbours
 * already visited, then a random search in shrinking windows around the best.
 * @param search passes alternate between reading order and backwards
 */
export function improveMatches(level: Level, search: Search, random: Random): void {
  const { rowPull, reach } = search
  const measure = createMeasure(level, rowPull)
  refreshDistances(level, measure)
  for (let pass = 0; pass < search.passes; pass++) {
    sweep(level, { step: pass % 2 === 0 ? 1 : -1, reach, measure }, random)
  }
}

/** @returns how unlike all targets are to their sources, wherever those lie: the less, the better */
export function energyOf(level: Level): number {
  const measure = createMeasure(level, 0)
  return level.targets.reduce(
    (sum, target) => sum + measure(target, level.match[target]!, Infinity),
    0,
  )
}

function sweep(
  level: Level,
  { step, reach, measure }: { step: 1 | -1; reach: number; measure: Measure },
  random: Random,
): void {
  const { width, height, targets, match, distance, isSource, sources } = level
  let target = 0
  let best = 0
  let least = 0
  const consider = (candidate: number): void => {
    if (candidate === best || isSource[candidate] !== 1) return
    const found = measure(target, candidate, least)
    if (found >= least) return
    least = found
    best = candidate
  }
  const count = targets.length
  for (let turn = 0; turn < count; turn++) {
    target = targets[step === 1 ? turn : count - 1 - turn]!
    best = match[target]!
    least = distance[target]!
    const beside = match[target - step] ?? -1
    if (beside >= 0) consider(beside + step)
    const above = match[target - step * width] ?? -1
    if (above >= 0) consider(above + step * width)
    for (let window = reach; window >= 1; window >>= 1) {
      const x = (best % width) + Math.round((random() * 2 - 1) * window)
      const y = ((best / width) | 0) + Math.round((random() * 2 - 1) * window)
      const isInside = x >= 0 && x < width && y >= 0 && y < height
      consider(isInside ? y * width + x : sources[(random() * sources.length) | 0]!)
    }
    match[target] = best
    distance[target] = least
  }
}

function createMeasure(level: Level, rowPull: number): Measure {
  const differenceOf = createDifference(level)
  if (rowPull === 0) return differenceOf
  const { width } = level
  return (target, source, limit) => {
    const rows = Math.abs(((source / width) | 0) - ((target / width) | 0))
    const far = 1 + rows * rowPull
    return differenceOf(target, source, limit / far) * far
  }
}

/** Sum of squared differences of two patches. */
function createDifference({ image, width }: Level): Measure {
  const corner = (patchRadius * width + patchRadius) * 4
  const next = (width - side) * 4
  return (firstCentre, secondCentre, limit) => {
    let first = firstCentre * 4 - corner
    let second = secondCentre * 4 - corner
    let sum = 0
    for (let row = 0; row < side; row++) {
      for (const end = first + side * 4; first < end; first += 4, second += 4) {
        const red = image[first]! - image[second]!
        const green = image[first + 1]! - image[second + 1]!
        const blue = image[first + 2]! - image[second + 2]!
        const texture = image[first + 3]! - image[second + 3]!
        sum += red * red + green * green + blue * blue + texture * texture
      }
      if (sum >= limit) return sum
      first += next
      second += next
    }
    return sum
  }
}

/** Measures every target against its match again: the last vote has changed the picture. */
function refreshDistances({ targets, match, distance }: Level, measure: Measure): void {
  for (const target of targets) distance[target] = measure(target, match[target]!, Infinity)
}
