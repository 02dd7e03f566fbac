import { defineOperation } from './define-operation.ts'
import { masked } from './request-fields.ts'

/** Takes out what the mask says: INPAINT without words, so it has no place of its own in a list. */
export const erase = defineOperation('ERASE', masked, {
  method: 'MASKED',
  paints: 'CHANGE',
  isWordless: true,
})
