const kernels = {
  lanczos3: { reach: 3, weigh: lanczos3 },
  cubic: { reach: 2, weigh: catmullRom },
  linear: { reach: 1, weigh: (distance: number) => Math.max(0, 1 - distance) },
}

/** As sharp names them. */
export type Kernel = keyof typeof kernels

/** So many are added up at once. */
export const tapsAtOnce = 3

/** For each place of a line: the first of `count` samples that it is made of, and their weights. */
export type Taps = {
  readonly first: Int32Array
  readonly weights: Float32Array
  /** A multiple of `tapsAtOnce`; the last ones may weigh nothing. */
  readonly count: number
  /** The first sample of all, and what follows the last one. */
  readonly begin: number
  readonly end: number
}

/**
 * What a part of a line is made of at another length (Turkowski, "Filters for common resampling
 * tasks", 1990): the middle of each new pixel is laid on the old line. The weights of each place add
 * up to 1.
 * @param line.from how many samples it has
 * @param line.to how many it is to have; where that is fewer, the kernel is widened
 * @param line.start the first of `length` new samples that are wanted
 * @returns places that may lie outside of the line
 */
export function tapsOf(
  line: { from: number; to: number; start: number; length: number },
  kernel: Kernel,
): Taps {
  const { reach, weigh } = kernels[kernel]
  const scale = line.from / line.to
  const width = Math.max(1, scale)
  const count = tapsAtOnce * Math.ceil((2 * reach * width) / tapsAtOnce)
  const first = new Int32Array(line.length)
  const weights = new Float32Array(line.length * count)
  for (let at = 0; at < line.length; at++) {
    const middle = (line.start + at + 0.5) * scale - 0.5
    const start = Math.floor(middle - reach * width) + 1
    const own = Array.from({ length: count }, (_, tap) => {
      const distance = Math.abs(start + tap - middle) / width
      return distance < reach ? weigh(distance) : 0
    })
    const sum = own.reduce((total, weight) => total + weight, 0)
    first[at] = start
    weights.set(
      own.map((weight) => weight / sum),
      at * count,
    )
  }
  return { first, weights, count, begin: first[0] ?? 0, end: (first.at(-1) ?? 0) + count }
}

function lanczos3(distance: number): number {
  const turn = Math.PI * distance
  return turn === 0 ? 1 : (3 * Math.sin(turn) * Math.sin(turn / 3)) / (turn * turn)
}

/** Catmull and Rom's, which sharp calls cubic (Keys, 1981, with a = -0.5). */
function catmullRom(distance: number): number {
  return distance < 1
    ? (1.5 * distance - 2.5) * distance * distance + 1
    : ((-0.5 * distance + 2.5) * distance - 4) * distance + 2
}
