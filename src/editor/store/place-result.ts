import type { Rect, Size } from '#domain/frame/space.ts'
import type { Frame } from '#domain/operation/outpaint.ts'
import { framedRect } from '../document/frame.ts'

/** Shapes that differ by less are the same one, rounded to a model's grid. */
const sameAspect = 0.01

/**
 * Where a whole picture lies over the canvas that it came from, in the same pixels: an extended one
 * with its old pixels in their place, an enlarged one on the canvas, one of another shape whole and
 * centred on it.
 * @param frame by how much it was to be extended, if it was
 */
export function placeResult(canvas: Rect, result: Size, frame?: Frame): Rect {
  const framed = frame && framedRect(frame, canvas)
  if (framed && isLike(result, framed)) return framed
  if (isLike(result, canvas)) return canvas
  const scale = Math.min(canvas.width / result.width, canvas.height / result.height)
  const [width, height] = [result.width * scale, result.height * scale]
  const [x, y] = [canvas.x + (canvas.width - width) / 2, canvas.y + (canvas.height - height) / 2]
  return { x, y, width, height }
}

function isLike(one: Size, other: Size): boolean {
  return Math.abs(Math.log((one.width / one.height) * (other.height / other.width))) < sameAspect
}
