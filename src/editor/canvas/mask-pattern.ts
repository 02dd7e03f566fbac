/**
 * The mask's look: pink stripes, light and dark, that show on any picture. The layer as a whole is
 * translucent, so that strokes that overlap do not add up.
 */
export const maskOpacity = 0.55

const stripePx = 6
const darkStripe = '#f0156d'
const lightStripe = '#ff86b8'

/** Diagonal stripes, `pixelRatio` device pixels for each CSS pixel. */
export function createMaskPattern(
  context: CanvasRenderingContext2D,
  pixelRatio: number,
): CanvasPattern {
  const side = Math.round(2 * stripePx * pixelRatio)
  const tile = new OffscreenCanvas(side, side)
  const pen = tile.getContext('2d')
  if (!pen) throw new Error('This browser gives no 2D canvas.')
  pen.fillStyle = darkStripe
  pen.fillRect(0, 0, side, side)
  pen.fillStyle = lightStripe
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
