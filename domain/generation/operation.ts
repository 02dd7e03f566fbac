import * as z from 'zod'

/** What a person can ask for. A request names an operation; the catalogue knows who can do it. */
export const operations = [
  'TEXT_TO_IMAGE',
  'INPAINT',
  'ERASE',
  'OUTPAINT',
  'PRECISE_OUTPAINT',
  'VARIATION',
  'REMOVE_BACKGROUND',
  'COLOR_GUIDED',
  'STRUCTURE',
  'REPLACE',
  'RECOLOR',
  'STYLE',
  'UPSCALE',
] as const

export const operationSchema = z.enum(operations)
export type Operation = z.infer<typeof operationSchema>
