import type { CropPlan } from '#domain/frame/plan-crop.ts'
import { ontoBackdrop } from './backdrop.ts'
import { toSrgb } from './colour-profile.ts'
import type { FittedCrop } from './fit-crop.ts'
import type { OpenedOriginal } from './open-original.ts'
import { cutOut, openRaw, type RawPixels } from './raw-pixels.ts'
import { resample } from './resample.ts'

/**
 * The picture that a model sees, as raw 8-bit sRGB at the plan's size: cut out, reduced or enlarged
 * once (Lanczos, in linear light; untouched at a scale of 1), and mirrored beyond the picture's
 * edges.
 */
export async function renderModelImage(
  original: OpenedOriginal,
  plan: CropPlan,
  fitted: FittedCrop,
): Promise<Buffer> {
  const { source, model } = fitted
  const { widthPx, heightPx } = plan.size
  const cut = { ...source, channels: original.channels, pixels: cutOut(original, source) }
  const seen = await renderSeen(cut, model, original.profile)
  return openRaw({ width: model.width, height: model.height, channels: 3, pixels: seen })
    .extend({
      left: model.x,
      top: model.y,
      right: widthPx - model.x - model.width,
      bottom: heightPx - model.y - model.height,
      extendWith: 'mirror',
    })
    .raw()
    .toBuffer()
}

/**
 * A picture, or a part of one, as a model sees it.
 * @param size what it is resampled to
 * @param profile the profile of its numbers
 * @returns raw 8-bit sRGB of `size`, opaque
 */
export async function renderSeen(
  picture: RawPixels,
  { width, height }: { width: number; height: number },
  profile: Buffer | undefined,
): Promise<Uint8Array> {
  const isSame = width === picture.width && height === picture.height
  // Profiles of RGB differ from sRGB much in their primaries, little in their curves: the light
  // is linear enough for resampling, and only the small result is converted.
  const pixels = await resample(ontoBackdrop(picture), {
    size: { width, height },
    kernel: 'lanczos3',
    light: isSame ? 'STORED' : 'LINEAR',
    isDeep: profile !== undefined && picture.pixels instanceof Uint16Array,
  })
  return toSrgb({ width, height, pixels }, profile)
}
