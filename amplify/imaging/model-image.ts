import sharp from 'sharp'
import type { CropPlan } from '#domain/frame/plan-crop.ts'
import type { FittedCrop } from './fit-crop.ts'
import type { OpenedOriginal } from './open-original.ts'
import { cutOut } from './raw-pixels.ts'

/** What shows through transparent pixels while a model looks at them. */
const backdrop = '#ffffff'

/**
 * The picture that a model sees, as raw RGB at the plan's size: cut out, reduced or enlarged once
 * (Lanczos, in linear light; untouched at a scale of 1), and mirrored beyond the picture's edges.
 */
export async function renderModelImage(
  original: OpenedOriginal,
  plan: CropPlan,
  fitted: FittedCrop,
): Promise<Buffer> {
  const { source, model } = fitted
  const { widthPx, heightPx } = plan.size
  const cut = await opaque(original, fitted)
  const { width, height } = source
  let image = sharp(cut, { raw: { width, height, channels: 3 } })
  if (width !== model.width || height !== model.height) {
    image = image
      .pipelineColourspace('scrgb')
      .resize(model.width, model.height, { fit: 'fill', kernel: 'lanczos3' })
  }
  return image
    .extend({
      left: model.x,
      top: model.y,
      right: widthPx - model.x - model.width,
      bottom: heightPx - model.y - model.height,
      extendWith: 'mirror',
    })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer()
}

/** A pass of its own: sharp 0.35 gives black when it flattens in linear light. */
async function opaque(original: OpenedOriginal, { source }: FittedCrop): Promise<Uint8Array> {
  const { channels } = original
  const cut = cutOut(original, source)
  if (channels === 3) return cut
  const { width, height } = source
  return sharp(cut, { raw: { width, height, channels } })
    .flatten({ background: backdrop })
    .raw()
    .toBuffer()
}
