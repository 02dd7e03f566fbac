/** Width of the soft edge, in pixels of the model's picture: a latent pixel of today's models is 8. */
const featherModelPx = 6
/** Below it an edge is visible in a full-size crop. */
const minFeatherPx = 4
/** Above it a soft edge reads as a blur in the full-size picture. */
const maxFeatherPx = 64

/**
 * How far, in source pixels, an edit may reach beyond its mask (in x and in y) to blend in, if the
 * mask is thick enough for it (`widestFeather`). Every pixel farther than this from all non-black
 * mask pixels stays as it was, byte for byte.
 * @param scale source pixels per model pixel (`scaleOf`)
 * @returns a whole number from 4 to 64
 */
export function featherPxAt(scale: number): number {
  return Math.min(maxFeatherPx, Math.max(minFeatherPx, Math.round(featherModelPx * scale)))
}

/**
 * How wide a soft edge may be without changing more pixels than the mask itself: around a thin line
 * or a dot it is narrow or none, else the band would be the larger part of the edit.
 * @param maskPx how many pixels the mask edits, even in part
 * @param atDistance of the pixels around it, how many are 1, 2, 3 … pixels away (in x or in y)
 * @returns from 0 to the length of `atDistance`
 */
export function widestFeather(maskPx: number, atDistance: readonly number[]): number {
  let band = 0
  const tooFar = atDistance.findIndex((count) => {
    band += count
    return band > maskPx
  })
  return tooFar === -1 ? atDistance.length : tooFar
}
