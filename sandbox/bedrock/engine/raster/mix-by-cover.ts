import type { Cover, Raster } from './raster.ts'

/** @returns the first picture where nothing is covered, the second where all is */
export function mixByCover(kept: Raster, made: Raster, cover: Cover): Raster {
  const { width, height } = kept
  const data = Uint8Array.from(kept.data)
  for (let pixel = 0; pixel < cover.length; pixel++) {
    const share = cover[pixel]! / 255
    if (share === 0) continue
    for (let at = pixel * 3; at < pixel * 3 + 3; at++) {
      data[at] = Math.round(data[at]! + (made.data[at]! - data[at]!) * share)
    }
  }
  return { width, height, data }
}
