import type { ModelSize } from '../model/card.ts'
import type { Rect, Size } from './space.ts'

/** Which part of a picture a model sees, and at which of its sizes. */
export type CropPlan = {
  /** Whole source pixels, of the size's aspect; may reach beyond the picture (mirrored there). */
  readonly crop: Rect
  readonly size: ModelSize
}

/** Context on each side of the mask, as a share of its longer side: the crop is twice the mask. */
const usualPaddingRatio = 0.5
/** Share of that context with which a crop inside the picture still beats one reaching beyond. */
const minContext = 0.25
/** Even a dot is shown with some surroundings. */
const minPaddingPx = 32

/**
 * How bad a plan is. Lost detail counts per halving of resolution; made-up surroundings per share
 * of the crop; enlarging loses nothing but money, so it counts less. The rest settles what is left:
 * the context's own shape, and fewer pixels, which cost less. Found by trying.
 */
const costs = { shrink: 1, beyond: 2, enlarge: 0.5, lessContext: 0.25, shape: 0.05, pixels: 0.01 }

/**
 * Chooses the context crop around a mask and the model's size for it. The crop holds the mask with
 * padding, lies inside the picture when one of the sizes allows it, and is not smaller than the
 * model's size when the picture is not, so that no pixel is resampled without need.
 * @param job.maskBounds inside the source, at least 1 × 1 (`domain/mask/bounds.ts`)
 * @param job.sizes what the model takes, at least one (`sizesFor` in `domain/model/size-rule.ts`)
 */
export function planCrop(job: {
  source: Size
  maskBounds: Rect
  sizes: readonly ModelSize[]
  paddingRatio?: number
}): CropPlan {
  const { source, maskBounds } = job
  const ratio = job.paddingRatio ?? usualPaddingRatio
  const plans = job.sizes.map((size) => planFor({ source, maskBounds, ratio, size }))
  const best = plans.reduce((one, other) => (other.cost < one.cost ? other : one))
  return { crop: best.crop, size: best.size }
}

/** The mask with its usual surroundings: what a model should see, before its sizes are known. */
export function contextOf(job: { source: Size; maskBounds: Rect; paddingRatio?: number }): Rect {
  return grow(job.maskBounds, paddingOf(job.maskBounds, job.paddingRatio), job.source)
}

/** Source pixels per model pixel: above 1 the model sees the crop reduced. */
export function scaleOf(plan: CropPlan): number {
  return Math.max(plan.crop.width / plan.size.widthPx, plan.crop.height / plan.size.heightPx)
}

/** The part of a crop that lies inside the picture, in source pixels. */
export function insideOf(crop: Rect, source: Size): Rect {
  const x = Math.max(0, crop.x)
  const y = Math.max(0, crop.y)
  return {
    x,
    y,
    width: Math.min(source.width, crop.x + crop.width) - x,
    height: Math.min(source.height, crop.y + crop.height) - y,
  }
}

/** A rectangle grown by `px` on each side, cut at the picture's edges. */
export function grow(rect: Rect, px: number, source: Size): Rect {
  const grown = {
    x: rect.x - px,
    y: rect.y - px,
    width: rect.width + 2 * px,
    height: rect.height + 2 * px,
  }
  return insideOf(grown, source)
}

function planFor(job: { source: Size; maskBounds: Rect; ratio: number; size: ModelSize }): {
  crop: Rect
  size: ModelSize
  cost: number
} {
  const { source, maskBounds, size } = job
  const aspect = size.widthPx / size.heightPx
  const padding = paddingOf(maskBounds, job.ratio)
  const context = grow(maskBounds, padding, source)
  const wanted = widthHolding(context, aspect)
  const least = widthHolding(grow(maskBounds, Math.ceil(padding * minContext), source), aspect)
  const fitting = Math.floor(Math.min(source.width, source.height * aspect))
  const inside = least <= fitting
  const width = inside ? Math.min(fitting, Math.max(wanted, size.widthPx)) : wanted
  const crop = place({ width, height: Math.max(1, Math.round(width / aspect)) }, maskBounds, source)
  const within = insideOf(crop, source)
  const scale = Math.log2(width / size.widthPx)
  const cost =
    costs.shrink * Math.max(0, scale) +
    costs.enlarge * Math.max(0, -scale) +
    costs.beyond * (1 - (within.width * within.height) / (crop.width * crop.height)) +
    costs.lessContext * Math.max(0, Math.log2(wanted / width)) +
    costs.shape * Math.abs(Math.log2((aspect * context.height) / context.width)) +
    costs.pixels * Math.log2(size.widthPx * size.heightPx)
  return { crop, size, cost }
}

function paddingOf({ width, height }: Rect, ratio = usualPaddingRatio): number {
  return Math.max(minPaddingPx, Math.ceil(ratio * Math.max(width, height)))
}

/** The least width of a rectangle of this aspect (width / height) that holds `rect`. */
function widthHolding(rect: Size, aspect: number): number {
  return Math.ceil(Math.max(rect.width, rect.height * aspect))
}

/** Centres a crop on the mask, moved into the picture, or centred over a picture that is smaller. */
function place(size: Size, mask: Rect, source: Size): Rect {
  const along = (length: number, middle: number, whole: number): number => {
    if (length >= whole) return Math.floor((whole - length) / 2)
    const centred = Math.round(middle - length / 2)
    return Math.min(Math.max(0, centred), whole - length)
  }
  return {
    x: along(size.width, mask.x + mask.width / 2, source.width),
    y: along(size.height, mask.y + mask.height / 2, source.height),
    ...size,
  }
}
