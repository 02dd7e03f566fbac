import type { Rect } from '#domain/frame/space.ts'
import { editValue, keepValue } from '#domain/mask/meaning.ts'
import type { ModelSize } from '#domain/model/card.ts'
import type { FittedCrop } from './fit-crop.ts'

/** The resampled edge of an edit needs the model's pixels this far beyond the edit. */
const marginModelPx = 1

/** The weight of an edit, one byte a pixel, in a part of the picture; it is 0 everywhere else. */
export type EditWeight = {
  readonly region: Rect
  readonly pixels: Uint8Array
  /**
   * How much of it may change the opacity as well, of the same layout: the mask without its soft
   * edge. Left out, all of it.
   */
  readonly painted?: Uint8Array | undefined
}

/**
 * What a model may change, as raw bytes at its size: white wherever the pasted edit will have any
 * weight, and one pixel more, so that the soft edge always has the model's pixels under it.
 */
export function renderModelMask(
  { region, pixels }: EditWeight,
  { source, model }: FittedCrop,
  size: ModelSize,
): Uint8Array {
  const mask = new Uint8Array(size.widthPx * size.heightPx)
  const across = columnsOf(region, source, model)
  const down = model.height / source.height
  for (let y = 0; y < region.height; y++) {
    const row = pixels.subarray(y * region.width, (y + 1) * region.width)
    const at = region.y - source.y + y
    const top = Math.max(0, Math.floor(at * down) - marginModelPx)
    const bottom = Math.min(model.height, Math.ceil((at + 1) * down) + marginModelPx)
    for (const { column, from, to } of across) {
      if (!hasEdit(row, from, to)) continue
      for (let line = top; line < bottom; line++) {
        mask[(model.y + line) * size.widthPx + column] = editValue
      }
    }
  }
  return mask
}

/** Which pixels of a region's row, `from` up to before `to`, concern each column of the mask. */
function columnsOf(
  region: Rect,
  source: Rect,
  model: Rect,
): readonly { column: number; from: number; to: number }[] {
  const perColumn = source.width / model.width
  const left = region.x - source.x
  return Array.from({ length: model.width }, (_, cell) => ({
    column: model.x + cell,
    from: Math.max(0, Math.floor((cell - marginModelPx) * perColumn) - left),
    to: Math.min(region.width, Math.ceil((cell + 1 + marginModelPx) * perColumn) - left),
  })).filter(({ from, to }) => from < to)
}

function hasEdit(row: Uint8Array, from: number, to: number): boolean {
  for (let x = from; x < to; x++) if (row[x] !== keepValue) return true
  return false
}
