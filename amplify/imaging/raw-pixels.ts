import sharp, { type Region, type Sharp } from 'sharp'
import type { Rect, Size } from '#domain/frame/space.ts'
import type { Samples } from '#domain/layer/mix.ts'

/** Uncompressed pixels. */
export type RawPixels = Size & { readonly channels: 1 | 3 | 4; readonly pixels: Samples }

/** The 16-bit samples in what sharp writes as raw `ushort`; shares its memory. */
export function readDeep({ buffer, byteOffset, length }: Buffer): Uint16Array {
  return new Uint16Array(buffer, byteOffset, length / 2)
}

/** Opens raw pixels for sharp, which takes their depth from the kind of array. */
export function openRaw({ width, height, channels, pixels }: RawPixels): Sharp {
  return sharp(pixels, { raw: { width, height, channels } })
}

/** Copies a rectangle, which must lie inside, out of a picture. */
export function cutOut(from: RawPixels & { readonly pixels: Uint8Array }, rect: Rect): Uint8Array
export function cutOut(from: RawPixels, rect: Rect): Samples
export function cutOut(from: RawPixels, { x, y, width, height }: Rect): Samples {
  const { channels, pixels } = from
  const length = width * height * channels
  const cut = pixels instanceof Uint16Array ? new Uint16Array(length) : new Uint8Array(length)
  for (let row = 0; row < height; row++) {
    const start = ((y + row) * from.width + x) * channels
    cut.set(pixels.subarray(start, start + width * channels), row * width * channels)
  }
  return cut
}

/** A copy that shares no memory, which `slice` of a Buffer would. */
export function copyOf(pixels: Samples): Samples {
  return pixels instanceof Uint16Array ? new Uint16Array(pixels) : new Uint8Array(pixels)
}

/** A rectangle as sharp names it. */
export function regionOf({ x, y, width, height }: Rect): Region {
  return { left: x, top: y, width, height }
}
