import type { Rect } from '#domain/frame/space.ts'
import { boundsOf } from '#domain/mask/bounds.ts'
import type { AmountStep } from '../document/region-steps.ts'
import { blurred } from './box-blur.ts'
import { grownBy } from './distance.ts'
import type { Raster } from './mask-pixels.ts'

/** Changes of a whole mask, in place. They cost what the masked part and its surroundings cover. Pure. */

/** Inverts every pixel. */
export function invert({ pixels }: Raster): void {
  const words = new Uint32Array(pixels.buffer, 0, pixels.length >> 2)
  for (let index = 0; index < words.length; index += 1) words[index] = ~(words[index] ?? 0)
  for (let index = words.length * 4; index < pixels.length; index += 1) {
    pixels[index] = 255 - (pixels[index] ?? 0)
  }
}

/** Grows, shrinks, softens or smooths a mask. What shrinks does not shrink from the sides of the picture. */
export function changeBy(raster: Raster, { kind, px }: AmountStep): void {
  switch (kind) {
    case 'GROW':
      return change(raster, px + 1, (part, size) => grownBy(part, size, px))
    case 'SHRINK':
      invert(raster)
      change(raster, px + 1, (part, size) => grownBy(part, size, px))
      return invert(raster)
    case 'FEATHER':
      return change(raster, 3 * boxRadius(px), (part, size) => blurred(part, size, boxRadius(px)))
    case 'SMOOTH':
      return change(raster, 3 * boxRadius(px), (part, size) => smoothed(part, size, px))
  }
}

/** Three boxes of this radius reach as far as the softened border is to be wide. */
function boxRadius(px: number): number {
  return Math.max(1, Math.round(px / 3))
}

/** Softens, then makes the border as sharp again as it was: corners and crumbs are gone. */
function smoothed(part: Uint8Array, size: { width: number; height: number }, px: number) {
  const steepness = Math.max(1, px)
  return blurred(part, size, boxRadius(px)).map((value) =>
    Math.min(255, Math.max(0, Math.round((value - 127.5) * steepness + 127.5))),
  )
}

/** Fills what is enclosed by the mask: all that no way leads to from the sides of the picture. */
export function fillHoles(raster: Raster): void {
  change(raster, 1, (part, { width, height }) => {
    const isOpen = (at: number) => (part[at] ?? 0) < 128
    const reached = new Uint8Array(part.length)
    const waiting: number[] = []
    const reach = (at: number) => {
      if (reached[at] || !isOpen(at)) return
      reached[at] = 1
      waiting.push(at)
    }
    for (let x = 0; x < width; x += 1) {
      reach(x)
      reach((height - 1) * width + x)
    }
    for (let y = 0; y < height; y += 1) {
      reach(y * width)
      reach(y * width + width - 1)
    }
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const x = at % width
      if (x > 0) reach(at - 1)
      if (x < width - 1) reach(at + 1)
      if (at >= width) reach(at - width)
      if (at < part.length - width) reach(at + width)
    }
    return part.map((value, at) => (reached[at] || !isOpen(at) ? value : 255))
  })
}

/** Changes the masked part with a margin around it, as far as the picture goes. */
function change(
  { pixels, width, height }: Raster,
  marginPx: number,
  make: (part: Uint8Array, size: { width: number; height: number }) => Uint8Array,
): void {
  const bounds = boundsOf(pixels, { width, height })
  if (!bounds) return
  const part = widened(bounds, marginPx, { width, height })
  const before = new Uint8Array(part.width * part.height)
  for (let row = 0; row < part.height; row += 1) {
    const from = (part.y + row) * width + part.x
    before.set(pixels.subarray(from, from + part.width), row * part.width)
  }
  const after = make(before, part)
  for (let row = 0; row < part.height; row += 1) {
    const line = after.subarray(row * part.width, (row + 1) * part.width)
    pixels.set(line, (part.y + row) * width + part.x)
  }
}

function widened(
  { x, y, width, height }: Rect,
  byPx: number,
  within: { readonly width: number; readonly height: number },
): Rect {
  const [left, top] = [Math.max(0, x - byPx), Math.max(0, y - byPx)]
  return {
    x: left,
    y: top,
    width: Math.min(within.width, x + width + byPx) - left,
    height: Math.min(within.height, y + height + byPx) - top,
  }
}
