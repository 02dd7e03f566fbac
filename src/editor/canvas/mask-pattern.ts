/**
 * The mask's look: stripes, light and dark, that show on any picture; pink where it says what may
 * change, green where it says what stays. The layer as a whole is
 * translucent, so that strokes that overlap do not add up.
 */
export const maskOpacity = 0.55

const stripePx = 6
const stripes = {
  CHANGE: { dark: '#f0156d', light: '#ff86b8' },
  KEEP: { dark: '#0d9a5f', light: '#6fe0ae' },
} as const

/** What painting says of a part of the picture. */
export type MaskSays = keyof typeof stripes

/** Diagonal stripes, `pixelRatio` device pixels for each CSS pixel. */
export function createMaskPattern(
  context: CanvasRenderingContext2D,
  pixelRatio: number,
  says: MaskSays,
): CanvasPattern {
  const side = Math.round(2 * stripePx * pixelRatio)
  const tile = new OffscreenCanvas(side, side)
  const pen = tile.getContext('2d')
  if (!pen) throw new Error('This browser gives no 2D canvas.')
  pen.fillStyle = stripes[says].dark
  pen.fillRect(0, 0, side, side)
  pen.fillStyle = stripes[says].light
  for (const x of [-side, 0, side]) {
    pen.beginPath()
    pen.moveTo(x, 0)
    pen.lineTo(x + side / 2, 0)
    pen.lineTo(x - side / 2, side)
    pen.lineTo(x - side, side)
    pen.fill()
  }
  const pattern = context.createPattern(tile, 'repeat')
  if (!pattern) throw new Error('This browser gives no canvas pattern.')
  return pattern
}
