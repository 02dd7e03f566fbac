import { type CropPlan, contextOf, grow, planCrop, scaleOf } from '#domain/frame/plan-crop.ts'
import { moved } from '#domain/frame/rect.ts'
import type { Rect, Size } from '#domain/frame/space.ts'
import { featherPxAt } from '#domain/mask/feather.ts'
import type { ModelCard, PictureRule } from '#domain/model/card.ts'
import { pictureRuleOf } from '#domain/model/check.ts'
import { maxPictureBytes } from '#domain/model/picture-bytes.ts'
import type { Task } from '#domain/model/task.ts'
import { answerable } from './answerable.ts'
import type { SentPixels } from './colour-match.ts'
import type { ComposedPicture } from './composed-picture.ts'
import { type EncodedPicture, encodeMask, encodePicture } from './encode-for-model.ts'
import { fillOpacity } from './fill-opacity.ts'
import { type FittedCrop, fitCrop } from './fit-crop.ts'
import type { Grain } from './grain.ts'
import { bandsAround, measureGrain } from './measure-grain.ts'
import { renderModelImage } from './model-image.ts'
import { type EditWeight, renderModelMask } from './model-mask.ts'
import type { OpenedOriginal } from './open-original.ts'
import { maskIn, type ReadMask, readMask } from './read-mask.ts'
import { soften } from './soft-edge.ts'

/**
 * What it takes to make a patch of an answer of a model: only the part of the picture that the model
 * saw, so that it costs by its mask. Rectangles are in pixels of that window.
 */
export type Place = {
  readonly window: OpenedOriginal
  /** Where the window lies in the picture. */
  readonly at: { readonly x: number; readonly y: number }
  /** Where the window lies in the model's image. */
  readonly fitted: FittedCrop
  /** How much of each pixel the edit replaces; 0 outside mask + feather. */
  readonly weight: EditWeight
  /** What the model saw and might change, uncompressed, to compare an answer with. */
  readonly sent: SentPixels
  /** How opaque an answer is where it counts, in pixels of `fitted.model`; left out, wholly. */
  readonly opacity?: Uint8Array | undefined
  /** What an enlarged answer lacks beside the original's pixels. */
  readonly grain: Grain | undefined
}

/** A picture and a mask made ready for a model: `image` at `plan.size`, and where its answer goes. */
export type PreparedEdit = EncodedPicture &
  Place & {
    /** What it may change: 8-bit greyscale PNG at `plan.size`, pure black and white, white = edit. */
    readonly mask: Buffer
    readonly plan: CropPlan
    readonly sourceSize: Size
    /** Source pixels by which a change may reach beyond the mask, in x and in y. */
    readonly featherPx: number
  }

/** SOFT blends an edit into what is around its mask; HARD leaves every pixel there as it is. */
export type Seam = 'SOFT' | 'HARD'

/**
 * Cuts the context crop around a mask and brings both to a size that the model takes.
 * @param job.mask 8-bit greyscale PNG of the oriented picture or of a part of it, white = edit
 * @param job.task which of the card's abilities will do it
 * @throws AppError INVALID_MASK with a sentence for the person
 */
export async function prepareEdit(job: {
  picture: ComposedPicture
  mask: Buffer
  card: ModelCard
  task: Task
  seam?: Seam
}): Promise<PreparedEdit> {
  const { picture, seam = 'SOFT' } = job
  const rule = pictureRuleOf(job.card, job.task)
  const painted = await readMask(job.mask, picture.canvas)
  const prepared = await preparePainted({ picture, painted, rule, seam })
  // What is new is opaque; what is gone leaves what is around it.
  if (job.task !== 'ERASE') return prepared
  return { ...prepared, opacity: await fillOpacity(prepared.window, prepared) }
}

/**
 * The same for a mask that is at hand.
 * @param job.quiet where the picture's grain is looked for, if not around the mask
 */
export async function preparePainted(job: {
  picture: ComposedPicture
  painted: ReadMask
  rule: PictureRule
  seam: Seam
  quiet?: readonly Rect[]
}): Promise<PreparedEdit> {
  const { picture, rule } = job
  const { bounds } = job.painted
  const sourceSize = { width: picture.width, height: picture.height }
  const about = { source: sourceSize, maskBounds: bounds }
  const sizes = answerable(rule.sizes, { source: sourceSize, part: contextOf(about) })
  const plan = planCrop({ ...about, sizes })
  const maxFeatherPx = job.seam === 'SOFT' ? featherPxAt(scaleOf(plan)) : 0
  const grown = grow(bounds, maxFeatherPx, sourceSize)
  const { source: seen, model } = fitCrop(plan, sourceSize)
  const window = await picture.open(seen)
  const fitted = { source: { ...seen, x: 0, y: 0 }, model }
  // While another thread resamples, this one feathers.
  const rendering = renderModelImage(window, plan, fitted)
  const cut = maskIn(job.painted, grown)
  const { pixels: soft, featherPx } = soften(cut, grown, maxFeatherPx)
  const painted = window.channels === 4 ? cut : undefined
  const inWindow = { x: -seen.x, y: -seen.y }
  const region = moved(grown, inWindow)
  const weight = { region, pixels: soft, painted }
  const mask = renderModelMask(weight, fitted, plan.size)
  const image = await rendering
  const size = { width: plan.size.widthPx, height: plan.size.heightPx }
  const sent = { size, image, mask, inside: fitted.model }
  const bands = job.quiet?.map((band) => moved(band, inWindow)) ?? bandsAround(region)
  const [encoded, encodedMask, grain] = await Promise.all([
    encodePicture(image, size, maxPictureBytes(rule, 2)),
    encodeMask(mask, size),
    measureGrain({ original: window, fitted, sent, bands }),
  ])
  return {
    ...encoded,
    mask: encodedMask,
    plan,
    sourceSize,
    featherPx,
    window,
    at: seen,
    fitted,
    weight,
    sent,
    grain,
  }
}
