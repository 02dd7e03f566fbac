import { AppError } from '#domain/errors.ts'
import { insideOf } from '#domain/frame/plan-crop.ts'
import { moved } from '#domain/frame/rect.ts'
import type { Rect, Size } from '#domain/frame/space.ts'
import type { Patch } from '#domain/layer/mix.ts'
import { boundsOf } from '#domain/mask/bounds.ts'
import { decodeReply } from './decode-reply.ts'
import { findChange } from './find-change.ts'
import type { FittedCrop } from './fit-crop.ts'
import { patchOf } from './make-patch.ts'
import { bandsAround, measureGrain } from './measure-grain.ts'
import type { EditWeight } from './model-mask.ts'
import type { OpenedOriginal } from './open-original.ts'
import { cutOut } from './raw-pixels.ts'
import { resample } from './resample.ts'
import type { ShownPicture } from './show-whole.ts'

export type Found = {
  original: OpenedOriginal
  shown: ShownPicture
  candidate: Buffer
  keepsOpacity: boolean
}

/**
 * Makes the patch of what a model changed, where it thought right: only the places that differ from
 * what it was sent, so that the rest stays as it is.
 * @param job.shown what the model saw of the picture
 * @param job.candidate PNG, JPEG or WebP of the size that was sent
 * @param job.keepsOpacity whether only colours are new, and what was seen through stays so
 * @throws AppError MODEL_UNAVAILABLE when it is not such a picture, or nothing of it is new
 */
export async function makeFoundPatch(job: Found): Promise<Patch> {
  const { original, shown } = job
  const { fitted } = shown
  const size = { width: shown.size.widthPx, height: shown.size.heightPx }
  const returned = await decodeReply(job.candidate, size)
  const mask = findChange(shown.pixels, returned, size)
  const found = mask && (await weighAt(mask, size, { original, fitted }))
  if (!found) {
    throw new AppError('MODEL_UNAVAILABLE', { key: 'answerUnchanged' })
  }
  const painted = job.keepsOpacity ? new Uint8Array(found.pixels.length) : found.pixels
  const weight = { ...found, painted }
  const sent = { size, image: shown.pixels, mask, inside: fitted.model }
  const bands = bandsAround(weight.region)
  const grain = await measureGrain({ original, fitted, sent, bands })
  const at = { x: 0, y: 0 }
  return patchOf({ window: original, at, fitted, weight, sent, grain }, returned)
}

/** The mask of a model's image in pixels of the picture; 0 wherever the mask is 0 all around. */
async function weighAt(
  mask: Uint8Array,
  size: Size,
  { original, fitted }: { original: OpenedOriginal; fitted: FittedCrop },
): Promise<EditWeight | undefined> {
  const bounds = boundsOf(mask, size)
  const region = bounds && regionAt(bounds, fitted, original)
  if (!region) return undefined
  const { source, model } = fitted
  const shown = cutOut({ ...size, channels: 1, pixels: mask }, model)
  const pixels = await resample(
    { width: model.width, height: model.height, channels: 1, pixels: shown },
    {
      size: source,
      part: moved(region, { x: -source.x, y: -source.y }),
      kernel: 'linear',
      light: 'STORED',
    },
  )
  return { region, pixels }
}

/** What of a picture a rectangle of the model's image reaches, its interpolation included. */
function regionAt(bounds: Rect, { source, model }: FittedCrop, picture: Size): Rect | undefined {
  const across = source.width / model.width
  const down = source.height / model.height
  const left = source.x + Math.floor((bounds.x - 1 - model.x) * across)
  const top = source.y + Math.floor((bounds.y - 1 - model.y) * down)
  const right = source.x + Math.ceil((bounds.x + bounds.width + 1 - model.x) * across)
  const bottom = source.y + Math.ceil((bounds.y + bounds.height + 1 - model.y) * down)
  const region = insideOf({ x: left, y: top, width: right - left, height: bottom - top }, picture)
  return region.width > 0 && region.height > 0 ? region : undefined
}
