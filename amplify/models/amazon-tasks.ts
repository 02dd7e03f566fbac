import { AppError } from '#domain/errors.ts'
import type { Ability } from '#domain/model/card.ts'
import { toModelMask } from '../imaging/to-model-mask.ts'
import { base64 } from './ability.ts'
import type { Of, Words, Writers } from './adapter.ts'

/** The task type of each operation and its parameters, but for the configuration that all share. */
export const amazonTasks: Writers<object | Promise<object>> = {
  TEXT_TO_IMAGE: (operation) => textImage(operation),
  INPAINT: async (operation, ability) => inPainting(operation, await maskOf(operation, ability)),
  // The model fills the place with its surroundings when there is no text.
  ERASE: async (operation, ability) => inPainting(operation, await maskOf(operation, ability)),
  OUTPAINT: outpaint,
  PRECISE_OUTPAINT: async (operation, ability) =>
    outPainting(operation, await maskOf(operation, ability), 'PRECISE'),
  VARIATION: (operation, ability) => ({
    taskType: 'IMAGE_VARIATION',
    imageVariationParams: {
      ...texts(operation),
      images: operation.images.map(base64),
      similarityStrength: operation.similarity ?? ability.similarity?.default,
    },
  }),
  REMOVE_BACKGROUND: ({ image }) => ({
    taskType: 'BACKGROUND_REMOVAL',
    backgroundRemovalParams: { image: base64(image) },
  }),
  COLOR_GUIDED: (operation) => ({
    taskType: 'COLOR_GUIDED_GENERATION',
    colorGuidedGenerationParams: {
      ...texts(operation),
      colors: operation.colors,
      ...(operation.image && { referenceImage: base64(operation.image) }),
    },
  }),
  STRUCTURE: (operation, ability) =>
    textImage(operation, {
      conditionImage: base64(operation.image),
      controlMode: operation.guide === 'EDGES' ? 'CANNY_EDGE' : 'SEGMENTATION',
      controlStrength: operation.strength ?? ability.strength?.default,
    }),
  REPLACE: (operation) => inPainting(operation, { maskPrompt: operation.search }),
  RECOLOR: (operation) => inPainting(operation, { maskPrompt: operation.search }),
  STYLE: (operation) => textImage(operation),
}

function textImage(operation: Words, condition: object = {}): object {
  const { stylePreset } = operation
  return {
    taskType: 'TEXT_IMAGE',
    textToImageParams: {
      ...texts(operation),
      ...(stylePreset === undefined ? {} : { style: stylePreset }),
      ...condition,
    },
  }
}

function inPainting(operation: Words & { image: Buffer }, mask: object): object {
  const params = { image: base64(operation.image), ...mask, ...texts(operation) }
  return { taskType: 'INPAINTING', inPaintingParams: params }
}

async function outpaint(operation: Of<'OUTPAINT'>, ability: Ability): Promise<object> {
  if (operation.form !== 'MASK') {
    throw new AppError('INTERNAL', 'This model extends by a mask, not by a frame.')
  }
  const mode = operation.edge === 'EXACT' ? 'PRECISE' : 'DEFAULT'
  return outPainting(operation, await maskOf(operation, ability), mode)
}

function outPainting(
  operation: Words & { image: Buffer },
  mask: object,
  outPaintingMode: 'DEFAULT' | 'PRECISE',
): object {
  const image = base64(operation.image)
  const outPaintingParams = { image, ...mask, ...texts(operation), outPaintingMode }
  return { taskType: 'OUTPAINTING', outPaintingParams }
}

function texts({ prompt, negativePrompt }: Words): object {
  return {
    ...(prompt ? { text: prompt } : {}),
    ...(negativePrompt ? { negativeText: negativePrompt } : {}),
  }
}

async function maskOf({ mask }: { mask: Buffer }, { maskEdits }: Ability): Promise<object> {
  if (!maskEdits) throw new AppError('INTERNAL', 'The card does not say what a mask edits.')
  return { maskImage: base64(await toModelMask(mask, maskEdits)) }
}
