import * as z from 'zod'
import { defineOperation } from './define-operation.ts'
import { pictured, share, sized, worded } from './request-fields.ts'

export const guides = ['EDGES', 'REGIONS'] as const
/** What of a picture is kept: its lines, or which part of it is what. */
export type Guide = (typeof guides)[number]

/** A new picture on the composition of another. */
export const structure = defineOperation(
  'STRUCTURE',
  { ...worded, ...pictured, guide: z.enum(guides), strength: share.optional(), ...sized },
  {
    method: 'DRAWN',
    taskOf: ({ guide = 'EDGES' }) => `STRUCTURE_${guide}` as const,
    start: 3,
    edit: { group: 'whole', place: 3 },
    pictures: (own, [first]) => ({ pictureId: own ?? first }),
  },
)
