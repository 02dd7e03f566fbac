import { planCrop } from '#domain/frame/plan-crop.ts'
import type { Size } from '#domain/frame/space.ts'
import type { ModelSize, PictureRule } from '#domain/model/card.ts'
import { maxPictureBytes } from '#domain/model/picture-bytes.ts'
import { answerable } from './answerable.ts'
import { type EncodedPicture, encodePicture } from './encode-for-model.ts'
import { type FittedCrop, fitCrop } from './fit-crop.ts'
import { renderModelImage } from './model-image.ts'
import type { OpenedOriginal } from './open-original.ts'

/** A whole picture as a model sees it. */
export type ShownPicture = EncodedPicture & {
  readonly size: ModelSize
  /** Where the picture lies in the model's image; around it, if anything, its mirror image. */
  readonly fitted: FittedCrop
  /** `image` uncompressed: raw 8-bit RGB. */
  readonly pixels: Uint8Array
}

/**
 * Brings a whole picture to a size that a model takes, with as little loss as its rule allows.
 * @param pictures how many go into one call
 */
export async function showWhole(
  original: OpenedOriginal,
  rule: PictureRule,
  pictures = 1,
): Promise<ShownPicture> {
  const source: Size = { width: original.width, height: original.height }
  const sizes = answerable(rule.sizes, { source, part: source })
  const plan = planCrop({ source, maskBounds: { x: 0, y: 0, ...source }, sizes })
  const fitted = fitCrop(plan, source)
  const pixels = await renderModelImage(original, plan, fitted)
  const size = { width: plan.size.widthPx, height: plan.size.heightPx }
  return {
    ...(await encodePicture(pixels, size, maxPictureBytes(rule, pictures))),
    size: plan.size,
    fitted,
    pixels,
  }
}
