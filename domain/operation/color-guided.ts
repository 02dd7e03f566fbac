import * as z from 'zod'
import { pictureIdSchema } from '../ids.ts'
import { defineOperation } from './define-operation.ts'
import { sized, worded } from './request-fields.ts'

const maxColors = 10

/** A new picture of chosen colours. */
export const colorGuided = defineOperation(
  'COLOR_GUIDED',
  {
    ...worded,
    colors: z
      .array(z.string().regex(/^#[0-9a-fA-F]{6}$/, 'Write each colour as #rrggbb.'))
      .min(1, 'Choose at least one colour.')
      .max(maxColors, `Choose at most ${maxColors} colours.`),
    /** A picture whose content guides as well. */
    pictureId: pictureIdSchema.optional(),
    ...sized,
  },
  {
    method: 'DRAWN',
    taskOf: ({ pictureId }) =>
      pictureId === undefined ? 'COLOR_GUIDED' : 'COLOR_GUIDED_BY_PICTURE',
    start: 2,
    isNewPicture: true,
    pictures: (_own, [first]) => ({ pictureId: first }),
  },
)
