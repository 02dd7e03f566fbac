import { defineOperation } from './define-operation.ts'
import { pictured, searched, worded } from './request-fields.ts'

/** Replaces what it finds by words. */
export const replace = defineOperation(
  'REPLACE',
  { ...searched, ...worded, ...pictured },
  { method: 'FOUND', edit: { group: 'words', place: 1 } },
)
