import { seededRandom } from './random.ts'
import { clamp, type Hole, type Raster } from './raster.ts'
import { resample } from './resample.ts'

/** Half the side of the patches that are compared. */
const reach = 2
const rounds = 3

/**
 * Enlarges a picture that was filled at a smaller size. What is lost in the hole is borrowed: each
 * filled pixel looks like some known one, and gets the fine detail that the large picture has there.
 */
export function borrowDetail(job: {
  /** The large picture with its hole, and the small one, filled. */
  readonly part: Raster
  readonly hole: Hole
  readonly small: Raster
  readonly smallHole: Hole
  readonly seed: number
}): Raster {
  const { part, hole, small } = job
  const soft = resample(small, part)
  const like = likenesses(small, job.smallHole, job.seed)
  if (like === undefined) return soft
  const { width, height } = part
  const down = small.height / height
  const across = small.width / width
  for (let pixel = 0; pixel < hole.length; pixel++) {
    if (hole[pixel] === 0) continue
    const x = pixel % width
    const y = (pixel - x) / width
    const at = Math.floor(y * down) * small.width + Math.floor(x * across)
    const source = like[at]!
    const u = x + Math.round(((source % small.width) - (at % small.width)) / across)
    const rows = Math.floor(source / small.width) - Math.floor(at / small.width)
    const v = y + Math.round(rows / down)
    const from = v * width + u
    const isKnown = u >= 0 && v >= 0 && u < width && v < height && hole[from] === 0
    if (isKnown) lend(soft.data, part.data, { to: pixel * 3, from: from * 3 })
  }
  return soft
}

/** The difference between sharp and soft at one place is added to what is soft at another. */
function lend(soft: Uint8Array, sharp: Uint8Array, at: { to: number; from: number }): void {
  for (let channel = 0; channel < 3; channel++) {
    const detail = sharp[at.from + channel]! - soft[at.from + channel]!
    soft[at.to + channel] = clamp(soft[at.to + channel]! + detail, 0, 255)
  }
}

/** For each pixel of the hole a known pixel with like surroundings (Barnes et al. 2009). */
function likenesses(picture: Raster, hole: Hole, seed: number): Int32Array | undefined {
  const { width } = picture
  const known = knownPixels(picture, hole)
  if (known.length === 0) return undefined
  const random = seededRandom(seed)
  const isSource = new Uint8Array(hole.length)
  for (const pixel of known) isSource[pixel] = 1
  const like = new Int32Array(hole.length)
  const differs = new Float64Array(hole.length).fill(Infinity)
  const offer = (pixel: number, source: number): void => {
    if (isSource[source] !== 1) return
    const difference = differenceOf(picture, pixel, { source, limit: differs[pixel]! })
    if (difference >= differs[pixel]!) return
    differs[pixel] = difference
    like[pixel] = source
  }
  for (let round = 0; round < rounds; round++) {
    const step = round % 2 === 0 ? 1 : -1
    for (let index = 0; index < hole.length; index++) {
      const pixel = step === 1 ? index : hole.length - 1 - index
      if (hole[pixel] === 0) continue
      for (const next of [pixel - step, pixel - step * width]) {
        if (hole[next] === 1) offer(pixel, like[next]! + pixel - next)
        else offer(pixel, next)
      }
      for (let tries = 0; tries < 5; tries++) {
        offer(pixel, known[Math.floor(random() * known.length)]!)
      }
      searchNear(like[pixel]!, { width, random, offer: (source) => offer(pixel, source) })
    }
  }
  return like
}

/** Those whose patch lies inside the picture. */
function knownPixels({ width, height }: Raster, hole: Hole): readonly number[] {
  const known: number[] = []
  for (let y = reach; y < height - reach; y++) {
    for (let x = reach; x < width - reach; x++) {
      const pixel = y * width + x
      if (hole[pixel] === 0) known.push(pixel)
    }
  }
  return known
}

function searchNear(
  best: number,
  search: {
    readonly width: number
    readonly random: () => number
    readonly offer: (source: number) => void
  },
): void {
  for (let radius = 32; radius >= 1; radius /= 4) {
    const dx = Math.round((search.random() * 2 - 1) * radius)
    const dy = Math.round((search.random() * 2 - 1) * radius)
    search.offer(best + dy * search.width + dx)
  }
}

/** The sum of squares over both patches; it stops once it is above the limit. */
function differenceOf(
  { data, width, height }: Raster,
  pixel: number,
  { source, limit }: { readonly source: number; readonly limit: number },
): number {
  const x = pixel % width
  const y = (pixel - x) / width
  let sum = 0
  for (let dy = -reach; dy <= reach && sum < limit; dy++) {
    const row = clamp(y + dy, 0, height - 1) * width
    for (let dx = -reach; dx <= reach; dx++) {
      const at = (row + clamp(x + dx, 0, width - 1)) * 3
      const from = (source + dy * width + dx) * 3
      const red = data[at]! - data[from]!
      const green = data[at + 1]! - data[from + 1]!
      const blue = data[at + 2]! - data[from + 2]!
      sum += red * red + green * green + blue * blue
    }
  }
  return sum
}
