import { AppError, orThrow } from '#domain/errors.ts'
import { grow, insideOf } from '#domain/frame/plan-crop.ts'
import { planFrame } from '#domain/frame/plan-frame.ts'
import { moved } from '#domain/frame/rect.ts'
import type { Rect, Size } from '#domain/frame/space.ts'
import { featherPxAt } from '#domain/mask/feather.ts'
import { editValue, keepValue } from '#domain/mask/meaning.ts'
import type { PictureRule } from '#domain/model/card.ts'
import { maxAnswerPixels, maxPictureBytes } from '#domain/model/picture-bytes.ts'
import type { Frame } from '#domain/operation/outpaint.ts'
import type { SentPixels } from './colour-match.ts'
import { type EncodedPicture, encodePicture } from './encode-for-model.ts'
import type { Canvas } from './extend-canvas.ts'
import { bandsWithin, measureGrain } from './measure-grain.ts'
import { renderSeen } from './model-image.ts'
import type { Place, Seam } from './prepare-edit.ts'
import { cutOut } from './raw-pixels.ts'
import { maskIn } from './read-mask.ts'
import { soften } from './soft-edge.ts'

/** The old picture, or the part of it along a side, and how far a model shall extend it. */
export type PreparedFrame = EncodedPicture &
  Place & {
    readonly size: Size
    /** In pixels of `size`. */
    readonly frame: Frame
  }

/**
 * Prepares an extension for a model that takes pixels for each side instead of a mask.
 * @param canvas the extended picture
 * @param frame the same in pixels of the picture
 * @throws AppError INVALID_REQUEST when the picture is too long for the model
 */
export async function prepareFrame(
  canvas: Canvas,
  frame: Frame,
  { rule, seam }: { rule: PictureRule; seam: Seam },
): Promise<PreparedFrame> {
  if (rule.sizes.kind === 'TABLE') {
    throw new AppError('INTERNAL', 'A model that extends by a frame has no table of sizes.')
  }
  const { picture, old } = canvas
  const plan = orThrow(
    planFrame({ source: old, frame, rule: rule.sizes, maxPixels: maxAnswerPixels }),
  )
  const seen = { ...plan.seen, x: old.x + plan.seen.x, y: old.y + plan.seen.y }
  const cut = { ...seen, channels: picture.channels, pixels: cutOut(picture, seen) }
  const image = await renderSeen(cut, plan.size, picture.profile)
  const { width, height } = plan.answer
  const inside = { x: plan.frame.leftPx, y: plan.frame.upPx, ...plan.size }
  const sent = sentOn(plan.answer, inside, image)
  // What an answer shows may reach a pixel beyond the canvas, by rounding.
  const at = insideOf(plan.shown, picture)
  const inWindow = { x: -at.x, y: -at.y }
  const window = { ...picture, ...at, pixels: cutOut(picture, at) }
  const fitted = {
    source: moved(plan.shown, inWindow),
    model: { x: 0, y: 0, width, height },
  }
  const featherPx = seam === 'SOFT' ? featherPxAt(seen.width / plan.size.width) : 0
  const grown = grow(canvas.painted.bounds, featherPx, picture)
  const weight = maskIn(canvas.painted, grown)
  const region = moved(grown, inWindow)
  const bands = bandsWithin(moved(old, inWindow))
  return {
    ...(await encodePicture(image, plan.size, maxPictureBytes(rule, 1))),
    size: plan.size,
    frame: plan.frame,
    window,
    at,
    fitted,
    weight: { region, pixels: soften(weight, region, featherPx).pixels, painted: weight },
    sent,
    grain: await measureGrain({ original: window, fitted, sent, bands }),
  }
}

/** What was sent, in its place in what comes back, to compare both. */
function sentOn(size: Size, inside: Rect, image: Uint8Array): SentPixels {
  const pixels = new Uint8Array(size.width * size.height * 3)
  const mask = new Uint8Array(size.width * size.height).fill(editValue)
  for (let y = 0; y < inside.height; y++) {
    const at = (inside.y + y) * size.width + inside.x
    const row = image.subarray(y * inside.width * 3, (y + 1) * inside.width * 3)
    pixels.set(row, at * 3)
    mask.fill(keepValue, at, at + inside.width)
  }
  return { size, image: pixels, mask, inside }
}
