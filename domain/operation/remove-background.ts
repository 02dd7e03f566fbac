import { defineOperation } from './define-operation.ts'
import { pictured } from './request-fields.ts'

/** Cuts the subject out. */
export const removeBackground = defineOperation('REMOVE_BACKGROUND', pictured, {
  method: 'CUT_OUT',
  edit: { group: 'surroundings', place: 3 },
  isWordless: true,
})
