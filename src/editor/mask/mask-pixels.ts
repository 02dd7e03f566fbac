import type { Rect } from '#domain/frame/space.ts'

/**
 * The mask as pixels: one byte each, row by row, 255 = edit, 0 = keep, between = partial. Pure: the
 * same strokes give the same bytes in every browser and in Node. Drawing is idempotent (it takes the
 * maximum, erasing the minimum), so a line drawn in pieces equals the line drawn at once. What it
 * covers is in pixels of the picture, as strokes are.
 */
export type Raster = Rect & { readonly pixels: Uint8Array<ArrayBuffer> }

/** A mask of this canvas with nothing in it. */
export function emptyRaster(canvas: Rect): Raster {
  return { ...canvas, pixels: new Uint8Array(canvas.width * canvas.height) }
}
