import * as z from 'zod'

/**
 * An operation in the forms that models differ by: a service that guides by edges may not guide by
 * regions. Cards list what a model can do by task; routing and limits go by it.
 */
const tasks = [
  'TEXT_TO_IMAGE',
  'INPAINT',
  'ERASE',
  'OUTPAINT',
  'PRECISE_OUTPAINT',
  'VARIATION',
  /** A variation of several pictures at once. */
  'BLEND',
  'REMOVE_BACKGROUND',
  'COLOR_GUIDED',
  'COLOR_GUIDED_BY_PICTURE',
  'STRUCTURE_EDGES',
  'STRUCTURE_REGIONS',
  'REPLACE',
  'RECOLOR',
  /** New words in the style of a picture. */
  'STYLE_GUIDE',
  /** Another picture in the style of a picture. */
  'STYLE_TRANSFER',
  /** New words in a style that the model has by name. */
  'STYLE_PRESET',
  /** Another picture in a style that the model has by name. */
  'STYLE_PRESET_TRANSFER',
  'UPSCALE_FAST',
  'UPSCALE_CONSERVATIVE',
  'UPSCALE_CREATIVE',
] as const

export const taskSchema = z.enum(tasks)
export type Task = z.infer<typeof taskSchema>
