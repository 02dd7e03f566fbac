import { AppError } from '#domain/errors.ts'
import type { Ability } from '#domain/model/card.ts'
import { base64 } from './ability.ts'
import type { Of, PreparedOperation, Words, Writers } from './adapter.ts'

/** Our masks are as wide as they have to be already. */
const growMask = 0

/**
 * The fields of each operation's service, but for the seed and the file type that all share: by
 * AWS's pages "model-parameters-stability-ai" and "stable-image-services".
 */
export const stabilityFields: Writers<object> = {
  TEXT_TO_IMAGE: (operation) => ({ ...texts(operation), ...ratio(operation) }),
  INPAINT: (operation) => ({ ...masked(operation), ...texts(operation) }),
  ERASE: masked,
  OUTPAINT: outpaint,
  // The mask keeps the subject, so all around it is painted anew.
  PRECISE_OUTPAINT: (operation) => ({ ...masked(operation), ...texts(operation) }),
  VARIATION: (operation, ability) => ({
    mode: 'image-to-image',
    image: base64(first(operation.images)),
    // Strength is how far the model may leave the picture: 0 keeps it.
    strength: rounded(1 - (operation.similarity ?? ability.similarity?.default ?? 1)),
    ...texts(operation),
  }),
  REMOVE_BACKGROUND: ({ image }) => ({ image: base64(image) }),
  COLOR_GUIDED: (operation) => ({
    ...(operation.image && { image: base64(operation.image) }),
    ...texts({ ...operation, prompt: withPalette(operation) }),
    ...ratio(operation),
  }),
  STRUCTURE: (operation, ability) => ({
    image: base64(operation.image),
    ...texts(operation),
    control_strength: operation.strength ?? ability.strength?.default,
  }),
  REPLACE: (operation) => ({
    image: base64(operation.image),
    ...texts(operation),
    search_prompt: operation.search,
  }),
  RECOLOR: (operation) => ({
    image: base64(operation.image),
    ...texts(operation),
    select_prompt: operation.search,
  }),
  STYLE: style,
  UPSCALE: (operation, ability) => ({
    image: base64(operation.image),
    ...texts(operation),
    ...(ability.creativity && { creativity: operation.creativity ?? ability.creativity.default }),
  }),
}

function outpaint(operation: Of<'OUTPAINT'>, ability: Ability): object {
  if (operation.form !== 'FRAME') {
    throw new AppError('INTERNAL', 'This model extends by a frame, not by a mask.')
  }
  const { frame } = operation
  return {
    image: base64(operation.image),
    left: frame.leftPx,
    right: frame.rightPx,
    up: frame.upPx,
    down: frame.downPx,
    creativity: operation.creativity ?? ability.creativity?.default,
    ...texts(operation),
  }
}

/** Three services: a picture's style for another picture, for words, or a preset for a picture. */
function style(operation: Of<'STYLE'>, ability: Ability): object {
  const { image, styleImage } = operation
  const strength = operation.strength ?? ability.strength?.default
  const words = texts(operation)
  if (image && styleImage) {
    const pictures = { init_image: base64(image), style_image: base64(styleImage) }
    return {
      ...pictures,
      ...words,
      style_strength: strength,
      composition_fidelity: operation.similarity ?? ability.similarity?.default,
      change_strength: operation.creativity ?? ability.creativity?.default,
    }
  }
  if (styleImage) {
    return { image: base64(styleImage), ...words, ...ratio(operation), fidelity: strength }
  }
  if (image) return { image: base64(image), ...words, control_strength: strength }
  throw new AppError('INTERNAL', 'A style needs a picture here.')
}

function texts({ prompt, negativePrompt, stylePreset }: Words): object {
  return {
    ...(prompt ? { prompt } : {}),
    ...(negativePrompt ? { negative_prompt: negativePrompt } : {}),
    ...(stylePreset ? { style_preset: stylePreset } : {}),
  }
}

function masked({ image, mask }: { image: Buffer; mask: Buffer }): object {
  return { image: base64(image), mask: base64(mask), grow_mask: growMask }
}

function ratio({ size }: PreparedOperation): object {
  return size.ratio === undefined ? {} : { aspect_ratio: size.ratio }
}

function withPalette({ prompt, colors }: Of<'COLOR_GUIDED'>): string {
  return `${prompt}. Colour palette: ${colors.join(', ')}.`
}

function first(images: readonly Buffer[]): Buffer {
  if (images[0]) return images[0]
  throw new AppError('INTERNAL', 'A variation needs a picture.')
}

/** 1 - 0.7 is 0.30000000000000004 otherwise. */
function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000
}
