import * as z from 'zod'
import { pictureIdSchema } from '../ids.ts'
import { defineOperation } from './define-operation.ts'
import { maybeWorded, pictured, sized } from './request-fields.ts'

const maxReferences = 4

/** New pictures close to one, or between several. */
export const variation = defineOperation(
  'VARIATION',
  {
    ...maybeWorded,
    ...pictured,
    /** More pictures to mix in. */
    referenceIds: z.array(pictureIdSchema).min(1).max(maxReferences).optional(),
    /** How close to the picture: 0.2 loosely, 1 as close as the model can. */
    similarity: z.number().min(0.2).max(1).optional(),
    ...sized,
  },
  {
    method: 'DRAWN',
    taskOf: ({ referenceIds }) => (referenceIds === undefined ? 'VARIATION' : 'BLEND'),
    edit: { group: 'whole', place: 1 },
    pictures: (own, picked) => ({
      pictureId: own,
      referenceIds: picked.length > 0 ? [...picked] : undefined,
    }),
  },
)
