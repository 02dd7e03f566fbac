import { holds, overlapOf } from '../frame/rect.ts'
import type { Rect } from '../frame/space.ts'
import { applyPatch, maxOf, type Patch, type Raster, type Samples } from './mix.ts'

/** A patch in its place, and how much of it is seen, 0 to 1. */
export type PlacedPatch = { readonly patch: Patch; readonly opacity: number }

/** A part of the plane to which layers are added one after the other, so that only one is needed at once. */
export interface Composing {
  /** Lays the next patch over it. @param opacity 0 to 1 */
  add(patch: Patch, opacity: number): void
  /** What it is by now; it has opacity if the root has it, or where something of it is not opaque. */
  finish(): Raster
}

/**
 * Begins a part of a composition with a copy of the root. Pixels of the root are never changed.
 * @param part in pixels of the root; where nothing lies, it is transparent
 */
export function composing(root: Raster, part: Rect): Composing {
  const isWithin = holds(root, part)
  let made = cut(isWithin || root.channels === 4 ? root : withOpacity(root, part), part)
  return {
    add(patch, opacity) {
      if (made.channels === 3 && patch.channels === 4) made = withOpacity(made, made)
      applyPatch(made, patch, opacity)
    },
    finish: () => (root.channels === 3 && made.channels === 4 ? withoutOpacity(made) : made),
  }
}

/**
 * Makes a part of a composition at once.
 * @param layers the lowest first, of the root's depth
 * @returns the part, the root's own memory where nothing differs
 */
export function compose(root: Raster, layers: readonly PlacedPatch[], part: Rect): Raster {
  if (layers.length === 0 && holds(root, part) && holds(part, root)) return root
  const made = composing(root, part)
  for (const { patch, opacity } of layers) made.add(patch, opacity)
  return made.finish()
}

function cut(from: Raster, part: Rect): Raster {
  const { channels } = from
  const pixels = newSamples(from.pixels, part.width * part.height * channels)
  const inside = overlapOf(from, part)
  if (!inside) return { ...part, channels, pixels }
  for (let y = inside.y; y < inside.y + inside.height; y++) {
    const start = ((y - from.y) * from.width + inside.x - from.x) * channels
    const to = ((y - part.y) * part.width + inside.x - part.x) * channels
    pixels.set(from.pixels.subarray(start, start + inside.width * channels), to)
  }
  return { ...part, channels, pixels }
}

/** What a part holds of a root without opacity, with it. */
function withOpacity(root: Raster, part: Rect): Raster {
  const { x, y, width, height } = overlapOf(root, part) ?? { ...part, width: 0, height: 0 }
  const most = maxOf(root.pixels)
  const pixels = newSamples(root.pixels, width * height * 4)
  for (let row = 0, to = 0; row < height; row++) {
    let from = ((y + row - root.y) * root.width + x - root.x) * 3
    for (let column = 0; column < width; column++, from += 3, to += 4) {
      pixels[to] = root.pixels[from] ?? 0
      pixels[to + 1] = root.pixels[from + 1] ?? 0
      pixels[to + 2] = root.pixels[from + 2] ?? 0
      pixels[to + 3] = most
    }
  }
  return { x, y, width, height, channels: 4, pixels }
}

/** The raster without its opacity, if all of it is opaque. */
function withoutOpacity(raster: Raster): Raster {
  const most = maxOf(raster.pixels)
  for (let at = 3; at < raster.pixels.length; at += 4) if (raster.pixels[at] !== most) return raster
  const pixels = newSamples(raster.pixels, (raster.pixels.length / 4) * 3)
  for (let from = 0, to = 0; to < pixels.length; from += 4, to += 3) {
    pixels[to] = raster.pixels[from] ?? 0
    pixels[to + 1] = raster.pixels[from + 1] ?? 0
    pixels[to + 2] = raster.pixels[from + 2] ?? 0
  }
  return { ...raster, channels: 3, pixels }
}

function newSamples(like: Samples, length: number): Samples {
  return like instanceof Uint16Array ? new Uint16Array(length) : new Uint8Array(length)
}
