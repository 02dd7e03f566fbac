import type { MaskLook } from '../store/editor-state.ts'

/**
 * The mask's look: stripes, light and dark, that show on any picture, or one colour. The layer as a whole
 * is translucent, so that strokes that overlap do not add up.
 */

const stripePx = 6
const stripes = {
  CHANGE: { dark: '#f0156d', light: '#ff86b8' },
  KEEP: { dark: '#0d9a5f', light: '#6fe0ae' },
  RED: { dark: '#e01b24', light: '#ff9a9a' },
  BLUE: { dark: '#1c63e0', light: '#8fb8ff' },
  YELLOW: { dark: '#e0a800', light: '#ffe58a' },
  BLACK: { dark: '#101218', light: '#5a6170' },
  WHITE: { dark: '#c3c8d3', light: '#ffffff' },
} as const

/** What painting says of a part of the picture. */
export type MaskSays = 'CHANGE' | 'KEEP'

/** Diagonal stripes or one colour, `pixelRatio` device pixels for each CSS pixel. */
export function createMaskPattern(
  context: CanvasRenderingContext2D,
  pixelRatio: number,
  { says, colour, isStriped }: { readonly says: MaskSays } & Omit<MaskLook, 'opacity'>,
): CanvasPattern {
  const { dark, light } = stripes[colour === 'SAYS' ? says : colour]
  const side = Math.round(2 * stripePx * pixelRatio)
  const tile = new OffscreenCanvas(side, side)
  const pen = tile.getContext('2d')
  if (!pen) throw new Error('This browser gives no 2D canvas.')
  pen.fillStyle = dark
  pen.fillRect(0, 0, side, side)
  pen.fillStyle = isStriped ? light : dark
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
