import type { Random } from '../../../random.ts'
import { clamp } from '../raster/raster.ts'
import { type Level, patchRadius } from './level.ts'

/** Sources looked at for one pixel: the coarsest level is small, so this is most of them. */
const maxCandidates = 2000
/** A source this part of the width away must be twice as good: what is near is more likely. */
const reluctance = 0.6

/**
 * First guess at the coarsest level: fills the hole from its rim inwards, layer by layer, each
 * pixel from the source that agrees best with what is already there (Newson et al. 2014, 3.3).
 * Each seed sees its own draw of the sources, which is what makes its picture its own.
 * @param upright how many times as far a source is for lying higher or lower, not beside
 */
export function guessHole(level: Level, upright: number, random: Random): void {
  const { width, height, hole, targets, match } = level
  const open = Uint8Array.from(hole)
  const candidates = drawSources(level, random)
  let rest: readonly number[] = [...hole.keys()].filter((at) => hole[at] === 1)
  for (let layer = rimOf(rest, level, open); layer.length > 0; layer = rimOf(rest, level, open)) {
    for (const pixel of layer) {
      const x = clamp(pixel % width, patchRadius, width - 1 - patchRadius)
      const y = clamp(Math.floor(pixel / width), patchRadius, height - 1 - patchRadius)
      const centre = y * width + x
      const source = bestKnown(level, { open, centre, upright }, candidates)
      match[centre] = source
      copyPixel(level.image, source + pixel - centre, pixel)
    }
    for (const pixel of layer) open[pixel] = 0
    rest = rest.filter((at) => open[at] === 1)
  }
  for (const target of targets) {
    if (match[target] === -1) match[target] = candidates[(random() * candidates.length) | 0]!
  }
}

function drawSources({ sources }: Level, random: Random): Int32Array {
  const count = Math.min(maxCandidates, Math.max(1, Math.ceil(sources.length * 0.7)))
  const drawn = Int32Array.from(sources)
  for (let index = 0; index < count; index++) {
    const other = index + Math.floor(random() * (drawn.length - index))
    const kept = drawn[index]!
    drawn[index] = drawn[other]!
    drawn[other] = kept
  }
  return drawn.subarray(0, count)
}

/** Those of the open pixels that have a known neighbour; when nothing is known, none. */
function rimOf(
  rest: readonly number[],
  { width, height }: Level,
  open: Uint8Array,
): readonly number[] {
  return rest.filter((index) => {
    const x = index % width
    return (
      (x > 0 && open[index - 1] === 0) ||
      (x < width - 1 && open[index + 1] === 0) ||
      (index >= width && open[index - width] === 0) ||
      (index < width * (height - 1) && open[index + width] === 0)
    )
  })
}

function bestKnown(
  { width, image }: Level,
  target: { readonly open: Uint8Array; readonly centre: number; readonly upright: number },
  candidates: Int32Array,
): number {
  const offsets = knownOffsets(target, width)
  const x = target.centre % width
  const y = (target.centre / width) | 0
  let best = candidates[0]!
  let least = Infinity
  for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index]!
    const across = (candidate % width) - x
    const along = (((candidate / width) | 0) - y) * target.upright
    // Not by `hypot`, which takes ten times as long.
    const penalty = 1 + Math.sqrt(across * across + along * along) / (width * reluctance)
    const limit = least / penalty
    let sum = 0
    for (let at = 0; at < offsets.length && sum < limit; at++) {
      const first = (target.centre + offsets[at]!) * 4
      const second = (candidate + offsets[at]!) * 4
      const red = image[first]! - image[second]!
      const green = image[first + 1]! - image[second + 1]!
      const blue = image[first + 2]! - image[second + 2]!
      const texture = image[first + 3]! - image[second + 3]!
      sum += red * red + green * green + blue * blue + texture * texture
    }
    if (sum < limit) {
      least = sum * penalty
      best = candidate
    }
  }
  return best
}

function knownOffsets(
  { open, centre }: { readonly open: Uint8Array; readonly centre: number },
  width: number,
): Int32Array {
  const offsets: number[] = []
  for (let dy = -patchRadius; dy <= patchRadius; dy++) {
    for (let dx = -patchRadius; dx <= patchRadius; dx++) {
      const offset = dy * width + dx
      if (open[centre + offset] === 0) offsets.push(offset)
    }
  }
  return Int32Array.from(offsets)
}

function copyPixel(image: Uint8Array, from: number, to: number): void {
  image.copyWithin(to * 4, from * 4, from * 4 + 4)
}
