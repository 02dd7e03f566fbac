import { growCover } from './grow-cover.ts'
import type { Plane, Size } from './plane.ts'

/** One connected part of a plane above a threshold. */
export type Blob = {
  readonly label: number
  readonly area: number
  /** The sum of a weight over it. */
  readonly weight: number
  readonly touchesRim: boolean
}

/**
 * The connected parts of a plane that are at least `threshold`.
 * @param weights what to sum over each
 * @returns each pixel's label, 0 = below the threshold, and the parts with labels from 1
 */
export function findBlobs(
  plane: Plane,
  {
    size,
    threshold,
    weights,
  }: { readonly size: Size; readonly threshold: number; readonly weights: Plane },
): { readonly labels: Int32Array; readonly blobs: readonly Blob[] } {
  const { width, height } = size
  const labels = new Int32Array(plane.length)
  const blobs: Blob[] = []
  const stack: number[] = []
  const visit = (pixel: number, label: number): void => {
    if (labels[pixel] !== 0 || plane[pixel]! < threshold) return
    labels[pixel] = label
    stack.push(pixel)
  }
  for (let start = 0; start < plane.length; start++) {
    const label = blobs.length + 1
    visit(start, label)
    let area = 0
    let weight = 0
    let touchesRim = false
    for (let pixel = stack.pop(); pixel !== undefined; pixel = stack.pop()) {
      area++
      weight += weights[pixel]!
      const x = pixel % width
      touchesRim ||= x === 0 || x === width - 1 || pixel < width || pixel >= width * (height - 1)
      if (pixel % width > 0) visit(pixel - 1, label)
      if (pixel % width < width - 1) visit(pixel + 1, label)
      if (pixel >= width) visit(pixel - width, label)
      if (pixel + width < plane.length) visit(pixel + width, label)
    }
    if (area > 0) blobs.push({ label, area, weight, touchesRim })
  }
  return { labels, blobs }
}

/** How far the soft rim of a part reaches. */
const rimPx = 5

/**
 * @param labels of `findBlobs`
 * @returns the plane with everything but some parts and their soft rims at 0
 */
function onlyBlobs(
  plane: Plane,
  {
    size,
    labels,
    isKept,
  }: {
    readonly size: Size
    readonly labels: Int32Array
    readonly isKept: (label: number) => boolean
  },
): Plane {
  const sure = Uint8Array.from(labels.map((label) => (label > 0 && isKept(label) ? 1 : 0)))
  const near = growCover(size, sure, rimPx)
  return plane.map((share, pixel) =>
    sure[pixel] === 1 || (labels[pixel] === 0 && near[pixel] === 1) ? share : 0,
  )
}

/**
 * Keeps the parts that weigh at least `share` of the heaviest one, and closes their small holes.
 * @returns the plane with everything else at 0
 */
export function keepLargest(
  plane: Plane,
  {
    size,
    weights,
    share,
  }: { readonly size: Size; readonly weights: Plane; readonly share: number },
): Plane {
  const { labels, blobs } = findBlobs(plane, { size, threshold: 0.5, weights })
  const heaviest = Math.max(0, ...blobs.map(({ weight }) => weight))
  const isKept = (label: number) => blobs[label - 1]!.weight >= heaviest * share
  const cleared = onlyBlobs(plane, { size, labels, isKept })
  const gaps = cleared.map((value) => 1 - value)
  const holes = findBlobs(gaps, { size, threshold: 0.5, weights: gaps })
  const small = plane.length * 0.004
  const filled = new Set(holes.blobs.filter(({ area }) => area < small).map((each) => each.label))
  return cleared.map((value, pixel) => (filled.has(holes.labels[pixel]!) ? 1 : value))
}
