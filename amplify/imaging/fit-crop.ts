import { type CropPlan, insideOf } from '#domain/frame/plan-crop.ts'
import type { Rect, Size } from '#domain/frame/space.ts'

/** A part of the picture and the part of the model's image that shows it. */
export type FittedCrop = { readonly source: Rect; readonly model: Rect }

/**
 * Where the picture lies in a model's image, in whole pixels of both. All of it, but for a crop
 * that reaches beyond the picture: the rest is a mirror image, and never comes back.
 */
export function fitCrop({ crop, size }: CropPlan, sourceSize: Size): FittedCrop {
  const source = insideOf(crop, sourceSize)
  const across = span(source.x - crop.x, source.width, { of: crop.width, on: size.widthPx })
  const down = span(source.y - crop.y, source.height, { of: crop.height, on: size.heightPx })
  return {
    source,
    model: { x: across.start, y: down.start, width: across.length, height: down.length },
  }
}

/** Maps a span of `of` source pixels onto `on` model pixels; at least one of them. */
function span(
  start: number,
  length: number,
  scale: { of: number; on: number },
): { start: number; length: number } {
  const from = Math.min(Math.round((start * scale.on) / scale.of), scale.on - 1)
  const to = Math.max(Math.round(((start + length) * scale.on) / scale.of), from + 1)
  return { start: from, length: to - from }
}
