import { holds, overlapOf } from '../frame/rect.ts'
import type { Rect } from '../frame/space.ts'
import { applyPatch, maxOf, type Patch, type Raster, type Samples } from './mix.ts'

/** A patch in its place, and how much of it is seen, 0 to 1. */
export type PlacedPatch = { readonly patch: Patch; readonly opacity: number }

/**
 * Makes a part of a composition. Pixels of the root are never changed.
 * @param layers the lowest first, of the root's depth
 * @param part in pixels of the root; where nothing lies, it is transparent
 * @returns the part, the root's own memory where nothing differs; it has opacity if the root has it, or
 *   where something of it is not opaque
 */
export function compose(root: Raster, layers: readonly PlacedPatch[], part: Rect): Raster {
  const isWithin = holds(root, part)
  if (layers.length === 0 && isWithin && holds(part, root)) return root
  const isOpaque = isWithin && layers.every(({ patch }) => patch.channels === 3)
  const isPlain = root.channels === 4 || isOpaque
  const made = cut(isPlain ? root : withOpacity(root, part), part)
  for (const { patch, opacity } of layers) applyPatch(made, patch, opacity)
  return isPlain ? made : withoutOpacity(made)
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
