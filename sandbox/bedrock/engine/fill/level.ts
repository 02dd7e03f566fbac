import { holeDepth } from '../raster/hole.ts'
import type { Hole } from '../raster/raster.ts'

/** Half the side of a patch: patches are 7 × 7, as in Newson et al. 2014. */
export const patchRadius = 3

/**
 * One resolution of the pyramid and the state of the search in it. A patch is named by the index
 * (y * width + x) of its centre and lies wholly inside the picture.
 */
export type Level = {
  readonly width: number
  readonly height: number
  /**
   * Red, green, blue and texture, four bytes a pixel; in the hole rewritten by every vote. Texture
   * keeps the search from filling fur or gravel with smooth patches (Newson et al. 2014, 3.2).
   */
  readonly image: Uint8Array
  readonly hole: Hole
  /** 1 where nothing is to be taken from, though it is known. */
  readonly barred: Hole
  /** City-block distance to the nearest known pixel, 0 outside the hole. */
  readonly depth: Uint16Array
  /** Centres of patches that overlap the hole, in reading order. */
  readonly targets: Int32Array
  /** Centres of patches without any pixel of the hole, or of what is barred. */
  readonly sources: Int32Array
  /** 1 at each of `sources`. */
  readonly isSource: Uint8Array
  /** For a target: the centre of its best source; -1 elsewhere. */
  readonly match: Int32Array
  /** For a target: the sum of squared differences to its source. */
  readonly distance: Float64Array
}

/** Makes the search state for a picture and its hole. Takes ownership of `image`. */
export function createLevel(
  size: { readonly width: number; readonly height: number },
  image: Uint8Array,
  { hole, barred }: Pick<Level, 'hole' | 'barred'>,
): Level {
  const { width, height } = size
  const overlap = overlapCounts(width, height, hole)
  const overlapBarred = overlapCounts(width, height, barred)
  const isSource = new Uint8Array(width * height)
  const targets: number[] = []
  const sources: number[] = []
  for (let y = patchRadius; y < height - patchRadius; y++) {
    for (let x = patchRadius; x < width - patchRadius; x++) {
      const centre = y * width + x
      if (overlap(x, y) > 0) targets.push(centre)
      else if (overlapBarred(x, y) === 0) {
        sources.push(centre)
        isSource[centre] = 1
      }
    }
  }
  return {
    width,
    height,
    image,
    hole,
    barred,
    depth: holeDepth(width, height, hole),
    targets: Int32Array.from(targets),
    sources: Int32Array.from(sources),
    isSource,
    match: new Int32Array(width * height).fill(-1),
    distance: new Float64Array(width * height),
  }
}

/**
 * Half the resolution: the mean of the known pixels of each 2 × 2 block. A block with any pixel
 * of the hole is hole, so that nothing unknown ever leaks into a known pixel.
 */
export function halveLevel(level: Level): Level {
  const width = (level.width + 1) >> 1
  const height = (level.height + 1) >> 1
  const image = new Uint8Array(width * height * 4)
  const hole = new Uint8Array(width * height)
  const barred = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) averageBlock(level, { x, y }, { width, image, hole, barred })
  }
  return createLevel({ width, height }, image, { hole, barred })
}

function averageBlock(
  from: Level,
  at: { readonly x: number; readonly y: number },
  to: Pick<Level, 'width' | 'image' | 'hole' | 'barred'>,
): void {
  const sums = [0, 0, 0, 0]
  let known = 0
  let area = 0
  const right = Math.min(at.x * 2 + 2, from.width)
  const bottom = Math.min(at.y * 2 + 2, from.height)
  for (let y = at.y * 2; y < bottom; y++) {
    for (let x = at.x * 2; x < right; x++) {
      const index = y * from.width + x
      area++
      if (from.barred[index] === 1) to.barred[at.y * to.width + at.x] = 1
      if (from.hole[index] === 1) continue
      known++
      for (let channel = 0; channel < 4; channel++) {
        sums[channel] = sums[channel]! + from.image[index * 4 + channel]!
      }
    }
  }
  const index = at.y * to.width + at.x
  if (known < area) to.hole[index] = 1
  if (known === 0) return
  for (let channel = 0; channel < 4; channel++) {
    to.image[index * 4 + channel] = Math.round(sums[channel]! / known)
  }
}

/** @returns how many pixels of the hole the patch centred on (x, y) has, by a summed-area table */
function overlapCounts(
  width: number,
  height: number,
  hole: Hole,
): (x: number, y: number) => number {
  const stride = width + 1
  const sums = new Int32Array(stride * (height + 1))
  for (let y = 0; y < height; y++) {
    let row = 0
    for (let x = 0; x < width; x++) {
      row += hole[y * width + x]!
      sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1]! + row
    }
  }
  return (x, y) => {
    const top = (y - patchRadius) * stride
    const bottom = (y + patchRadius + 1) * stride
    const left = x - patchRadius
    const right = x + patchRadius + 1
    return sums[bottom + right]! - sums[bottom + left]! - sums[top + right]! + sums[top + left]!
  }
}
