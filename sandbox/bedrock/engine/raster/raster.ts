/** 8-bit RGB, interleaved, row by row: `data.length === width * height * 3`. */
export type Raster = {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** A picture that may be transparent: one byte of alpha a pixel, 255 = opaque. */
export type Picture = Raster & { readonly alpha?: Uint8Array }

/** One byte a pixel; 1 = to be made new, 0 = known and kept. */
export type Hole = Uint8Array

/** One byte a pixel: how far it may change, 0 not at all .. 255 altogether. */
export type Cover = Uint8Array

/** @returns a black picture of the size given, in pixels */
export function blankRaster(width: number, height: number): Raster {
  return { width, height, data: new Uint8Array(width * height * 3) }
}

/** @returns the number nearest to `value` within `low`..`high` */
export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value
}
