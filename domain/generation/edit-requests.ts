import * as z from 'zod'
import { refusal } from '../invalid-request.ts'
import { common, masked, maybeWorded, pictured, searched, share, worded } from './request-fields.ts'

/** Requests that change a picture and keep the rest of it. */

const maxSidePx = 10_000

const frameSchema = z
  .strictObject({
    leftPx: z.int().min(0).max(maxSidePx),
    rightPx: z.int().min(0).max(maxSidePx),
    upPx: z.int().min(0).max(maxSidePx),
    downPx: z.int().min(0).max(maxSidePx),
  })
  .refine(
    ({ leftPx, rightPx, upPx, downPx }) => leftPx + rightPx + upPx + downPx > 0,
    refusal({ key: 'frameMissing' }),
  )

/** By how many pixels of the picture it grows on each side. */
export type Frame = z.infer<typeof frameSchema>

export const edges = ['EXACT', 'SEAMLESS'] as const
/** EXACT keeps every old pixel; SEAMLESS lets a narrow band along the old edge change. */
export type Edge = (typeof edges)[number]

export const upscaleModes = ['FAST', 'CONSERVATIVE', 'CREATIVE'] as const
export type UpscaleMode = (typeof upscaleModes)[number]

export const inpaintSchema = z.strictObject({
  operation: z.literal('INPAINT'),
  ...worded,
  ...masked,
  ...common,
})

export const eraseSchema = z.strictObject({
  operation: z.literal('ERASE'),
  ...masked,
  ...common,
})

export const outpaintSchema = z.strictObject({
  operation: z.literal('OUTPAINT'),
  ...maybeWorded,
  ...pictured,
  frame: frameSchema,
  edge: z.enum(edges).default('EXACT'),
  creativity: share.optional(),
  ...common,
})

/** New surroundings for what the mask keeps. */
export const preciseOutpaintSchema = z.strictObject({
  operation: z.literal('PRECISE_OUTPAINT'),
  ...worded,
  ...masked,
  ...common,
})

export const removeBackgroundSchema = z.strictObject({
  operation: z.literal('REMOVE_BACKGROUND'),
  ...pictured,
  ...common,
})

export const replaceSchema = z.strictObject({
  operation: z.literal('REPLACE'),
  ...searched,
  ...worded,
  ...pictured,
  ...common,
})

export const recolorSchema = z.strictObject({
  operation: z.literal('RECOLOR'),
  ...searched,
  ...worded,
  ...pictured,
  ...common,
})

export const upscaleSchema = z.strictObject({
  operation: z.literal('UPSCALE'),
  ...maybeWorded,
  ...pictured,
  mode: z.enum(upscaleModes),
  creativity: share.optional(),
  ...common,
})
