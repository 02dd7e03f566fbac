import * as z from 'zod'
import { defineOperation } from './define-operation.ts'
import { maybeWorded, pictured, share } from './request-fields.ts'

export const upscaleModes = ['FAST', 'CONSERVATIVE', 'CREATIVE'] as const
export type UpscaleMode = (typeof upscaleModes)[number]

/** Enlarges a picture. */
export const upscale = defineOperation(
  'UPSCALE',
  { ...maybeWorded, ...pictured, mode: z.enum(upscaleModes), creativity: share.optional() },
  {
    method: 'ENLARGED',
    taskOf: ({ mode = 'FAST' }) => `UPSCALE_${mode}` as const,
    edit: { group: 'whole', place: 4 },
    isWordless: true,
  },
)
