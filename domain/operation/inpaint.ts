import { defineOperation } from './define-operation.ts'
import { masked, worded } from './request-fields.ts'

/** Repaints what the mask says; it is what the panel stands for while nothing else is chosen. */
export const inpaint = defineOperation(
  'INPAINT',
  { ...worded, ...masked },
  { method: 'MASKED', paints: 'CHANGE', withoutWords: 'ERASE' },
)
