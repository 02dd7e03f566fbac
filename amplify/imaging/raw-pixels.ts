import type { Rect, Size } from '#domain/frame/space.ts'

/** Uncompressed pixels, 8 bits a channel, row by row. */
export type RawPixels = Size & { readonly channels: 1 | 3 | 4; readonly pixels: Uint8Array }

/** Copies a rectangle, which must lie inside, out of a picture. */
export function cutOut(from: RawPixels, { x, y, width, height }: Rect): Uint8Array {
  const { channels } = from
  const cut = new Uint8Array(width * height * channels)
  for (let row = 0; row < height; row++) {
    const start = ((y + row) * from.width + x) * channels
    cut.set(from.pixels.subarray(start, start + width * channels), row * width * channels)
  }
  return cut
}
