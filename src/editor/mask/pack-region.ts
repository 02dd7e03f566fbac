import { moved } from '#domain/frame/rect.ts'
import type { Rect } from '#domain/frame/space.ts'
import { boundsOf } from '#domain/mask/bounds.ts'
import { maxRunsLength, type RasterStep } from '../document/region-steps.ts'
import type { RegionRows } from './lay-region.ts'

/**
 * Regions of pixels as text: for each run of equal bytes its value, and its length in groups of seven
 * bits, the lowest first, each but the last with the eighth bit set; all in base64. So a document stays
 * plain data, and a selection of 24 megapixels takes some 50 kB. Pure.
 */

/** Where a region's border is ragged, its greys go first, sixteen to one, then all of them. */
const coarser: readonly ((value: number) => number)[] = [
  (value) => value,
  (value) => Math.round(value / 17) * 17,
  (value) => (value < 128 ? 0 : 255),
]

/** One byte a pixel, row by row, and where they lie. */
export type RegionPixels = Rect & { readonly pixels: Uint8Array }

/** What a document keeps of a region's pixels, or why there is nothing to keep. */
export type PackedRegion = Pick<RasterStep, 'rect' | 'runs'> | 'EMPTY' | 'TOO_RAGGED'

/**
 * Packs the part of a region that is not empty.
 */
export function packRegion(region: RegionPixels): PackedRegion {
  const bounds = boundsOf(region.pixels, region)
  if (!bounds) return 'EMPTY'
  for (const level of coarser) {
    const bytes = runsOf(region, bounds, level)
    if (bytes) return { rect: moved(bounds, region), runs: toBase64(bytes) }
  }
  return 'TOO_RAGGED'
}

function runsOf(
  { pixels, width: stride }: RegionPixels,
  { x, y, width, height }: Rect,
  level: (value: number) => number,
): Uint8Array | undefined {
  const levels = Uint8Array.from({ length: 256 }, (_, value) => level(value))
  const out = new Uint8Array(Math.floor(maxRunsLength / 4) * 3)
  let size = 0
  let value = levels[pixels[y * stride + x] ?? 0] ?? 0
  let length = 0
  const close = () => {
    out[size] = value
    size += 1
    for (let rest = length; ; rest >>>= 7) {
      out[size] = rest > 127 ? (rest & 127) | 128 : rest
      size += 1
      if (rest <= 127) return
    }
  }
  for (let row = y; row < y + height; row += 1) {
    for (let at = row * stride + x; at < row * stride + x + width; at += 1) {
      const next = levels[pixels[at] ?? 0] ?? 0
      if (next === value) length += 1
      else {
        close()
        // A run takes six bytes at most.
        if (size > out.length - 6) return undefined
        value = next
        length = 1
      }
    }
  }
  close()
  return out.subarray(0, size)
}

/** The rows of a packed region. Damaged runs end early; what they lack is empty. */
export function packedRows({ rect, runs }: Pick<RasterStep, 'rect' | 'runs'>): RegionRows {
  const read = runReader(runs)
  let row = rect.y
  let [value, left] = read()
  /** @returns the row after the one that was taken */
  const take = (line: Uint8Array | undefined): number => {
    for (let at = 0; at < rect.width; ) {
      if (left === 0) [value, left] = read()
      const end = Math.min(rect.width, at + left)
      line?.fill(value, at, end)
      left -= end - at
      at = end
    }
    return row + 1
  }
  return {
    bounds: rect,
    fillRow(y, line) {
      while (row < y) row = take(undefined)
      row = take(line)
    },
  }
}

function runReader(runs: string): () => readonly [value: number, length: number] {
  const bytes = fromBase64(runs)
  let at = 0
  return () => {
    if (at >= bytes.length) return [0, Number.POSITIVE_INFINITY]
    const value = bytes[at] ?? 0
    at += 1
    let length = 0
    for (let shift = 0; ; shift += 7) {
      const group = bytes[at] ?? 0
      at += 1
      length += (group & 127) * 2 ** shift
      if (group < 128 || shift > 28) break
    }
    return [value, Math.max(1, length)]
  }
}

/** Arguments of a call; more of them are a stack overflow in some browsers. */
const bytesAtOnce = 8192

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += bytesAtOnce) {
    text += String.fromCharCode(...bytes.subarray(at, at + bytesAtOnce))
  }
  return btoa(text)
}

function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  } catch {
    return new Uint8Array(0)
  }
}
