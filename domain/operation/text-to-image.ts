import { defineOperation } from './define-operation.ts'
import { sized, worded } from './request-fields.ts'

/** A new picture from words. */
export const textToImage = defineOperation(
  'TEXT_TO_IMAGE',
  { ...worded, ...sized },
  { method: 'DRAWN', start: 1, isNewPicture: true },
)
