import type { Rect } from '#domain/frame/space.ts'
import type { Frame } from '#domain/operation/outpaint.ts'
import { framedRect } from '../document/frame.ts'

type Size = { readonly widthPx: number; readonly heightPx: number }

/** Shapes that differ by less are the same one, rounded to a model's grid. */
const sameAspect = 0.01

/**
 * Where a result lies over the picture that it came from, in pixels of that picture: an extended one
 * with its old pixels in their place, an enlarged one on the picture, one of another shape whole and
 * centred on it.
 * @param frame by how much it was to be extended, if it was
 */
export function placeResult(picture: Size, result: Size, frame?: Frame): Rect {
  const framed = frame && framedRect(frame, picture)
  if (framed && isLike(result, framed)) return framed
  const { widthPx, heightPx } = picture
  const whole = { x: 0, y: 0, width: widthPx, height: heightPx }
  if (isLike(result, whole)) return whole
  const scale = Math.min(widthPx / result.widthPx, heightPx / result.heightPx)
  const [width, height] = [result.widthPx * scale, result.heightPx * scale]
  return { x: (widthPx - width) / 2, y: (heightPx - height) / 2, width, height }
}

function isLike({ widthPx, heightPx }: Size, { width, height }: Rect): boolean {
  return Math.abs(Math.log((widthPx / heightPx) * (height / width))) < sameAspect
}
