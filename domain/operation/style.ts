import { pictureIdSchema } from '../ids.ts'
import { refusal } from '../invalid-request.ts'
import { defineOperation } from './define-operation.ts'
import { maybePictured, maybeWorded, share, sized } from './request-fields.ts'

const { schema, ...facts } = defineOperation(
  'STYLE',
  {
    ...maybeWorded,
    stylePictureId: pictureIdSchema.optional(),
    /** The picture that gets the style; left out, the words say what to draw. */
    ...maybePictured,
    /** How much of the style; of a picture that gets it, also how true it stays, and how far it may change. */
    strength: share.optional(),
    similarity: share.optional(),
    creativity: share.optional(),
    ...sized,
  },
  {
    method: 'DRAWN',
    taskOf: ({ stylePictureId, stylePreset, pictureId }) => {
      const isNamed = stylePictureId === undefined && stylePreset !== undefined
      if (isNamed) return pictureId === undefined ? 'STYLE_PRESET' : 'STYLE_PRESET_TRANSFER'
      return pictureId === undefined ? 'STYLE_GUIDE' : 'STYLE_TRANSFER'
    },
    start: 4,
    edit: { group: 'whole', place: 2 },
    pictures: (own, [first]) => ({ pictureId: own, stylePictureId: first }),
  },
)

/** A style taken from a picture or a preset, for new words or for another picture. */
export const style = {
  ...facts,
  schema: schema.refine(
    ({ stylePictureId, stylePreset }) => stylePictureId !== undefined || stylePreset !== undefined,
    { path: ['stylePictureId'], error: refusal({ key: 'styleMissing' }) },
  ),
}
