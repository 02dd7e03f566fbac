/** Width of the soft edge, in pixels of the model's picture: a latent pixel of today's models is 8. */
const featherModelPx = 6
/** Below it an edge is visible in a full-size crop. */
const leastFeatherPx = 4
/** Above it a soft edge reads as a blur in the full-size picture. */
const mostFeatherPx = 64

/**
 * How far, in source pixels, an edit may reach beyond its mask (in x and in y) to blend in. Every
 * pixel farther than this from all non-black mask pixels stays as it was, byte for byte.
 * @param scale source pixels per model pixel (`scaleOf`)
 * @returns a whole number from 4 to 64
 */
export function featherPxAt(scale: number): number {
  return Math.min(mostFeatherPx, Math.max(leastFeatherPx, Math.round(featherModelPx * scale)))
}
