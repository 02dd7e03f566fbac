import { orThrow } from '#domain/errors.ts'
import { canvasProblem } from '#domain/frame/canvas-problem.ts'
import { extended } from '#domain/frame/plan-frame.ts'
import type { Rect } from '#domain/frame/space.ts'
import { editValue, keepValue } from '#domain/mask/meaning.ts'
import type { Frame } from '#domain/operation/outpaint.ts'
import type { OpenedOriginal } from './open-original.ts'
import { openRaw, readDeep } from './raw-pixels.ts'
import type { ReadMask } from './read-mask.ts'

export type Canvas = {
  /** The old picture in its place; around it its outermost pixels, until an answer is pasted. */
  readonly picture: OpenedOriginal
  /** Where the old picture lies. */
  readonly old: Rect
  /** White where there is no old picture. */
  readonly painted: ReadMask
}

/**
 * Extends a picture by a frame, ready for what a model paints there.
 * @throws AppError INVALID_REQUEST when the new picture would be too large
 */
export async function extendCanvas(original: OpenedOriginal, frame: Frame): Promise<Canvas> {
  const size = extended(original, frame)
  orThrow(canvasProblem(size, original.channels * original.pixels.BYTES_PER_ELEMENT))
  const { leftPx, rightPx, upPx, downPx } = frame
  const isDeep = original.pixels instanceof Uint16Array
  const data = await openRaw(original)
    .extend({ left: leftPx, right: rightPx, top: upPx, bottom: downPx, extendWith: 'copy' })
    .toColourspace(isDeep ? 'rgb16' : 'srgb')
    .raw({ depth: isDeep ? 'ushort' : 'uchar' })
    .toBuffer()
  const pixels = isDeep ? readDeep(data) : data
  const old = { x: leftPx, y: upPx, width: original.width, height: original.height }
  const mask = new Uint8Array(size.width * size.height).fill(editValue)
  for (let y = old.y; y < old.y + old.height; y++) {
    mask.fill(keepValue, y * size.width + old.x, y * size.width + old.x + old.width)
  }
  return {
    picture: { ...original, ...size, pixels },
    old,
    painted: {
      region: { x: 0, y: 0, ...size },
      pixels: mask,
      bounds: boundsOfNew(frame, size.width, size.height),
    },
  }
}

/** The strip, if there is a new part on one side only; else the whole canvas. */
function boundsOfNew(frame: Frame, width: number, height: number): Rect {
  const { leftPx, rightPx, upPx, downPx } = frame
  const isAcross = upPx + downPx === 0 && (leftPx === 0 || rightPx === 0)
  const isDown = leftPx + rightPx === 0 && (upPx === 0 || downPx === 0)
  if (isAcross) {
    const strip = leftPx + rightPx
    return { x: leftPx > 0 ? 0 : width - strip, y: 0, width: strip, height }
  }
  if (isDown) {
    const strip = upPx + downPx
    return { x: 0, y: upPx > 0 ? 0 : height - strip, width, height: strip }
  }
  return { x: 0, y: 0, width, height }
}
