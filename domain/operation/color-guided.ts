import * as z from 'zod'
import { refusal } from '../invalid-request.ts'
import { defineOperation } from './define-operation.ts'
import { maybePictured, sized, worded } from './request-fields.ts'

const maxColors = 10

/** A new picture of chosen colours. */
export const colorGuided = defineOperation(
  'COLOR_GUIDED',
  {
    ...worded,
    colors: z
      .array(z.string().regex(/^#[0-9a-fA-F]{6}$/, refusal({ key: 'colorMalformed' })))
      .min(1, refusal({ key: 'colorsMissing' }))
      .max(maxColors, refusal({ key: 'tooManyColors', max: maxColors })),
    /** A picture whose content guides as well. */
    ...maybePictured,
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
