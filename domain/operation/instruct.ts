import * as z from 'zod'
import { pictureIdSchema } from '../ids.ts'
import { defineOperation } from './define-operation.ts'
import { masked, pictured, worded } from './request-fields.ts'

const maxReferences = 4

/**
 * Changes a picture, or what is masked of it, as words say; they may name more pictures by their
 * place: the picture itself is 1, the first reference 2.
 */
export const instruct = defineOperation(
  'INSTRUCT',
  {
    prompt: worded.prompt,
    ...pictured,
    maskKey: masked.maskKey.optional(),
    referenceIds: z.array(pictureIdSchema).min(1).max(maxReferences).optional(),
  },
  {
    method: 'INSTRUCTED',
    paints: 'CHANGE',
    edit: { group: 'words', place: 3 },
    pictures: (own, picked) => ({
      pictureId: own,
      referenceIds: picked.length > 0 ? [...picked] : undefined,
    }),
  },
)
