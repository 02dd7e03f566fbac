import { defineOperation } from './define-operation.ts'
import { masked, worded } from './request-fields.ts'

/** New surroundings for what the mask keeps. */
export const preciseOutpaint = defineOperation(
  'PRECISE_OUTPAINT',
  { ...worded, ...masked },
  { method: 'MASKED', paints: 'KEEP', edit: { group: 'surroundings', place: 2 } },
)
