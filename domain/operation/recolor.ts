import { defineOperation } from './define-operation.ts'
import { pictured, searched, worded } from './request-fields.ts'

/** Gives what it finds by words another colour. */
export const recolor = defineOperation(
  'RECOLOR',
  { ...searched, ...worded, ...pictured },
  { method: 'FOUND', edit: { group: 'words', place: 2 } },
)
