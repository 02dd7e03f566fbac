import type { Size } from '#domain/frame/space.ts'
import { editValue } from '#domain/mask/meaning.ts'
import { boxMean } from '#domain/matte/box-mean.ts'
import { featherMask } from './feather-mask.ts'

/** A model that keeps a place still shifts its colours a little: by so much at the most. */
const maxShift = 8
/** Differences are looked at over this far around each pixel: grain and compression average out. */
const smoothPx = 2
/**
 * What counts as changed, in levels of 255: well above what the model does to every pixel, which is
 * the median unless most of the picture changed. A place counts only with a core that is surely
 * changed. Found by trying, on pictures sent through JPEG at quality 80.
 */
const change = { perMedian: 2.5, above: 6, least: 10, most: 30, core: 1.8 }
/** A changed place has at least this share of all pixels: less is an artefact. */
const minShare = 0.0002
/** Its edge is soft over this many pixels, and as far it is taken to reach beyond what is seen. */
const featherPx = 12

/**
 * Finds what a model changed that answers with a whole picture.
 * @param sent raw RGB as the model saw it
 * @param returned raw RGB of the same size
 * @returns one byte a pixel, soft at the edges; `undefined` when nothing was changed
 */
export function findChange(
  sent: Uint8Array,
  returned: Uint8Array,
  size: Size,
): Uint8Array | undefined {
  const difference = boxMean(differenceOf(sent, returned), size, smoothPx)
  const median = medianOf(difference)
  const least = Math.min(
    change.most,
    Math.max(change.least, change.perMedian * median + change.above),
  )
  const mask = grownFrom(difference, size, { least, core: least * change.core })
  return mask && featherMask(mask, size, featherPx)
}

/** The largest difference of the three channels, without the shift that all pixels have. */
function differenceOf(sent: Uint8Array, returned: Uint8Array): Float32Array {
  const shift = [0, 1, 2].map((channel) => shiftOf(sent, returned, channel))
  const [red = 0, green = 0, blue = 0] = shift
  const difference = new Float32Array(sent.length / 3)
  for (let at = 0, from = 0; at < difference.length; at++, from += 3) {
    difference[at] = Math.max(
      Math.abs((returned[from] ?? 0) - (sent[from] ?? 0) - red),
      Math.abs((returned[from + 1] ?? 0) - (sent[from + 1] ?? 0) - green),
      Math.abs((returned[from + 2] ?? 0) - (sent[from + 2] ?? 0) - blue),
    )
  }
  return difference
}

/** The median of one channel's differences, unless it is too large to be a mere shift. */
function shiftOf(sent: Uint8Array, returned: Uint8Array, channel: number): number {
  const counts = new Uint32Array(511)
  for (let at = channel; at < sent.length; at += 3) {
    const slot = (returned[at] ?? 0) - (sent[at] ?? 0) + 255
    counts[slot] = (counts[slot] ?? 0) + 1
  }
  const median = middleOf(counts) - 255
  return Math.abs(median) > maxShift ? 0 : median
}

function medianOf(values: Float32Array): number {
  const counts = new Uint32Array(512)
  for (const value of values) {
    const level = Math.round(value)
    counts[level] = (counts[level] ?? 0) + 1
  }
  return middleOf(counts)
}

function middleOf(counts: Uint32Array): number {
  const half = counts.reduce((sum, count) => sum + count, 0) / 2
  let seen = 0
  return counts.findIndex((count) => {
    seen += count
    return seen >= half
  })
}

/** White where a place above `least` is connected, that has a pixel above `core` and is no speck. */
function grownFrom(
  difference: Float32Array,
  { width }: Size,
  { least, core }: { least: number; core: number },
): Uint8Array | undefined {
  const mask = new Uint8Array(difference.length)
  const seen = new Uint8Array(difference.length)
  const places = new Int32Array(difference.length)
  const fewest = Math.max(1, difference.length * minShare)
  const isOpen = (at: number): boolean => seen[at] === 0 && (difference[at] ?? 0) >= least
  let isFound = false
  for (let start = 0; start < difference.length; start++) {
    if (seen[start] === 1 || (difference[start] ?? 0) < core) continue
    places[0] = start
    const count = flood(places, seen, { width, isOpen })
    if (count < fewest) continue
    isFound = true
    for (const place of places.subarray(0, count)) mask[place] = editValue
  }
  return isFound ? mask : undefined
}

/**
 * Collects all that is open and connected with the first place.
 * @returns how many `places` there are now; each of them is marked in `seen`
 */
function flood(
  places: Int32Array,
  seen: Uint8Array,
  { width, isOpen }: { width: number; isOpen: (at: number) => boolean },
): number {
  let count = 1
  seen[places[0] ?? 0] = 1
  const visit = (next: number): void => {
    if (!isOpen(next)) return
    seen[next] = 1
    places[count++] = next
  }
  for (let at = 0; at < count; at++) {
    const here = places[at] ?? 0
    const x = here % width
    if (x > 0) visit(here - 1)
    if (x < width - 1) visit(here + 1)
    visit(here - width)
    visit(here + width)
  }
  return count
}
