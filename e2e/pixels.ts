import sharp from 'sharp'
import { planCrop, scaleOf } from '../domain/frame/plan-crop.ts'
import type { Size } from '../domain/frame/space.ts'
import { boundsOf } from '../domain/mask/bounds.ts'
import { featherPxAt } from '../domain/mask/feather.ts'
import { readMaskHeader } from '../domain/mask/mask-file.ts'
import { titanSizes as sizes } from '../domain/model/titan.ts'

/** Upright pixels, three channels of eight bits. */
export type Decoded = { readonly data: Buffer; readonly width: number; readonly height: number }

export async function decode(bytes: Buffer): Promise<Decoded> {
  const { data, info } = await sharp(bytes)
    .rotate()
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/**
 * Which pixels of a picture an edit with this mask may change: the mask, where it says that it lies,
 * widened by the feather.
 */
export async function mayChange(maskPng: Buffer, { width, height }: Size): Promise<Uint8Array> {
  const header = readMaskHeader(maskPng)
  if ('key' in header || !header.at) throw new Error('The editor’s mask says no place.')
  const { x: left, y: top } = header.at
  const part = await sharp(maskPng).toColourspace('b-w').raw().toBuffer()
  const mask = new Uint8Array(width * height)
  for (let row = 0; row < header.height; row += 1) {
    const from = row * header.width
    mask.set(part.subarray(from, from + header.width), (top + row) * width + left)
  }
  const maskBounds = boundsOf(mask, { width, height })
  if (!maskBounds) return new Uint8Array(mask.length)
  const radius = Math.ceil(
    featherPxAt(scaleOf(planCrop({ source: { width, height }, maskBounds, sizes }))),
  )
  const wide = widen(mask, { width, height, stride: 1, length: width, lines: height }, radius)
  return widen(wide, { width, height, stride: width, length: height, lines: width }, radius)
}

/** How many pixels differ between two pictures of one size, where they may and where they may not. */
export function countChanges(
  before: Decoded,
  after: Decoded,
  may: (pixel: number) => boolean,
): { inside: number; outside: number } {
  const counts = { inside: 0, outside: 0 }
  for (let pixel = 0; pixel < before.width * before.height; pixel += 1) {
    const at = pixel * 3
    if (before.data.compare(after.data, at, at + 3, at, at + 3) === 0) continue
    counts[may(pixel) ? 'inside' : 'outside'] += 1
  }
  return counts
}

type Lines = { width: number; height: number; stride: number; length: number; lines: number }

/** A box of this radius along one axis: every pixel within reach of a set one becomes set. */
function widen(mask: Uint8Array, of: Lines, radius: number): Uint8Array {
  const out = new Uint8Array(mask.length)
  for (let line = 0; line < of.lines; line += 1) {
    const start = of.stride === 1 ? line * of.width : line
    let reach = -1
    for (let at = 0; at < of.length + radius; at += 1) {
      if (at < of.length && (mask[start + at * of.stride] ?? 0) > 0) reach = at + 2 * radius
      const target = at - radius
      if (target >= 0 && target < of.length && at <= reach) out[start + target * of.stride] = 1
    }
  }
  return out
}
