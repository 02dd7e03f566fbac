import * as z from 'zod'
import { refusal } from '../invalid-request.ts'
import { defineOperation } from './define-operation.ts'
import { maybeWorded, pictured, share } from './request-fields.ts'

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

export const oldEdges = ['EXACT', 'SEAMLESS'] as const
/** EXACT keeps every old pixel; SEAMLESS lets a narrow band along the old edge change. */
export type OldEdge = (typeof oldEdges)[number]

/** Paints beyond the picture's sides. */
export const outpaint = defineOperation(
  'OUTPAINT',
  {
    ...maybeWorded,
    ...pictured,
    frame: frameSchema,
    edge: z.enum(oldEdges).default('EXACT'),
    creativity: share.optional(),
  },
  { method: 'EXTENDED', edit: { group: 'surroundings', place: 1 } },
)
