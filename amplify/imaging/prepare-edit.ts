import sharp from 'sharp'
import { AppError } from '#domain/errors.ts'
import { type CropPlan, contextOf, grow, planCrop, scaleOf } from '#domain/frame/plan-crop.ts'
import type { Rect, Size } from '#domain/frame/space.ts'
import { featherPxAt } from '#domain/mask/feather.ts'
import type { ModelCard, ModelSize } from '#domain/model/card.ts'
import { pictureRuleOf } from '#domain/model/check.ts'
import { mostPictureBytes } from '#domain/model/picture-bytes.ts'
import { sizesFor } from '#domain/model/size-rule.ts'
import type { Task } from '#domain/model/task.ts'
import type { SentPixels } from './colour-match.ts'
import { featherMask } from './feather-mask.ts'
import { type FittedCrop, fitCrop } from './fit-crop.ts'
import { renderModelImage } from './model-image.ts'
import { type EditWeight, renderModelMask } from './model-mask.ts'
import type { OpenedOriginal } from './open-original.ts'
import { cutOut } from './raw-pixels.ts'
import { readMask } from './read-mask.ts'

/** A picture and a mask made ready for a model, and what it takes to paste its answer back. */
export type PreparedEdit = {
  /** What the model sees: PNG (JPEG when a PNG is over the card's limit) at `plan.size`. */
  readonly image: Buffer
  readonly imageMime: 'image/png' | 'image/jpeg'
  /** What it may change: 8-bit greyscale PNG at `plan.size`, pure black and white, white = edit. */
  readonly mask: Buffer
  readonly plan: CropPlan
  readonly sourceSize: Size
  /** Source pixels by which a change may reach beyond the mask, in x and in y. */
  readonly featherPx: number
  /** Where the picture lies in the crop and in the model's image. */
  readonly fitted: FittedCrop
  /** How much of each source pixel the edit replaces; 0 outside mask + feather. */
  readonly weight: EditWeight
  /** `image` and `mask` uncompressed, to compare an answer with. */
  readonly sent: SentPixels
}

/**
 * Cuts the context crop around a mask and brings both to a size that the model takes.
 * @param job.original from `openOriginal`, once for a whole job
 * @param job.mask 8-bit greyscale PNG of the oriented picture's size, white = edit
 * @param job.task which of the card's abilities will do it
 * @throws AppError INVALID_MASK with a sentence for the person
 */
export async function prepareEdit(job: {
  original: OpenedOriginal
  mask: Buffer
  card: ModelCard
  task: Task
}): Promise<PreparedEdit> {
  const { original } = job
  const rule = pictureRuleOf(job.card, job.task)
  const sourceSize = { width: original.width, height: original.height }
  const { pixels, bounds } = await readMask(job.mask, sourceSize)
  const about = { source: sourceSize, maskBounds: bounds }
  const sizes = sizesFor(rule.sizes, { source: sourceSize, part: contextOf(about) })
  const plan = planCrop({ ...about, sizes })
  const featherPx = featherPxAt(scaleOf(plan))
  const region = grow(bounds, featherPx, sourceSize)
  const weight = weigh({ pixels, sourceSize, region, featherPx })
  const fitted = fitCrop(plan, sourceSize)
  const image = await renderModelImage(original, plan, fitted)
  const mask = renderModelMask(weight, fitted, plan.size)
  const size = { width: plan.size.widthPx, height: plan.size.heightPx }
  return {
    ...(await encodeImage(image, plan.size, mostPictureBytes(rule, 2))),
    mask: await encodeMask(mask, plan.size),
    plan,
    sourceSize,
    featherPx,
    fitted,
    weight,
    sent: { size, image, mask, inside: fitted.model },
  }
}

function weigh(job: {
  pixels: Buffer
  sourceSize: Size
  region: Rect
  featherPx: number
}): EditWeight {
  const { region } = job
  const cut = cutOut({ pixels: job.pixels, channels: 1, ...job.sourceSize }, region)
  return { region, pixels: featherMask(cut, region, job.featherPx) }
}

/** From lossless down to what no model needs to go below; its last resort is still a good photo. */
const jpegQualities = [95, 85, 75] as const

async function encodeImage(
  pixels: Buffer,
  { widthPx: width, heightPx: height }: ModelSize,
  maxBytes: number,
): Promise<Pick<PreparedEdit, 'image' | 'imageMime'>> {
  const raw = sharp(pixels, { raw: { width, height, channels: 3 } })
  const png = await raw.clone().png({ compressionLevel: 6 }).toBuffer()
  if (png.length <= maxBytes) return { image: png, imageMime: 'image/png' }
  for (const quality of jpegQualities) {
    const jpeg = await raw.clone().jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer()
    if (jpeg.length <= maxBytes) return { image: jpeg, imageMime: 'image/jpeg' }
  }
  throw new AppError('INTERNAL', 'The part of the picture around the mask is too large to send.')
}

function encodeMask(mask: Uint8Array, { widthPx, heightPx }: ModelSize): Promise<Buffer> {
  return sharp(mask, { raw: { width: widthPx, height: heightPx, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
}
