import { seededRandom } from '../../../random.ts'
import { type Plane, type Size, smooth } from '../raster/plane.ts'

/** Side of a patch of texture, in pixels; patches overlap by half. */
const patch = 32

/**
 * The fine texture of a plane laid out anew over any size: patches from random places, faded into
 * one another, so that the grain is there and no thing of the picture is.
 * @returns differences of lightness, about 0 in the mean
 */
export function wovenFrom(
  plane: Plane,
  from: Size,
  { size, seed }: { readonly size: Size; readonly seed: number },
): Plane {
  const woven = new Float32Array(size.width * size.height)
  if (from.width < patch || from.height < patch) return woven
  const soft = smooth(plane, from, 3)
  const grain = plane.map((value, at) => Math.max(-0.12, Math.min(0.12, value - soft[at]!)))
  const random = seededRandom(seed)
  const step = patch / 2
  for (let top = -step; top < size.height; top += step) {
    for (let left = -step; left < size.width; left += step) {
      const source =
        Math.floor(random() * (from.height - patch + 1)) * from.width +
        Math.floor(random() * (from.width - patch + 1))
      layPatch(woven, size, { top, left, grain, source, stride: from.width })
    }
  }
  return woven
}

const fade = Float32Array.from(
  { length: patch },
  (_, at) => Math.sin(((at + 0.5) / patch) * Math.PI) ** 2,
)

function layPatch(
  woven: Plane,
  { width, height }: Size,
  laid: {
    readonly top: number
    readonly left: number
    readonly grain: Plane
    readonly source: number
    readonly stride: number
  },
): void {
  for (let y = Math.max(0, -laid.top); y < patch && laid.top + y < height; y++) {
    for (let x = Math.max(0, -laid.left); x < patch && laid.left + x < width; x++) {
      const at = (laid.top + y) * width + laid.left + x
      woven[at]! += laid.grain[laid.source + y * laid.stride + x]! * fade[x]! * fade[y]!
    }
  }
}
