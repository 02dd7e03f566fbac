import * as z from 'zod'
import { pictureIdSchema } from '../ids.ts'
import { refusal } from '../invalid-request.ts'
import { common, maybeWorded, pictured, share, sized, worded } from './request-fields.ts'

/** Requests for a whole new picture, from words, colours or other pictures. */

const maxReferences = 4
const maxColors = 10

export const guides = ['EDGES', 'REGIONS'] as const
/** What of a picture is kept: its lines, or which part of it is what. */
export type Guide = (typeof guides)[number]

export const textToImageSchema = z.strictObject({
  operation: z.literal('TEXT_TO_IMAGE'),
  ...worded,
  ...sized,
  ...common,
})

export const variationSchema = z.strictObject({
  operation: z.literal('VARIATION'),
  ...maybeWorded,
  ...pictured,
  /** More pictures to mix in. */
  referenceIds: z.array(pictureIdSchema).min(1).max(maxReferences).optional(),
  /** How close to the picture: 0.2 loosely, 1 as close as the model can. */
  similarity: z.number().min(0.2).max(1).optional(),
  ...sized,
  ...common,
})

export const colorGuidedSchema = z.strictObject({
  operation: z.literal('COLOR_GUIDED'),
  ...worded,
  colors: z
    .array(z.string().regex(/^#[0-9a-fA-F]{6}$/, refusal({ key: 'colorMalformed' })))
    .min(1, refusal({ key: 'colorsMissing' }))
    .max(maxColors, refusal({ key: 'tooManyColors', max: maxColors })),
  /** A picture whose content guides as well. */
  pictureId: pictureIdSchema.optional(),
  ...sized,
  ...common,
})

export const structureSchema = z.strictObject({
  operation: z.literal('STRUCTURE'),
  ...worded,
  ...pictured,
  guide: z.enum(guides),
  strength: share.optional(),
  ...sized,
  ...common,
})

/** A style taken from a picture or a preset, for new words or for another picture. */
export const styleSchema = z
  .strictObject({
    operation: z.literal('STYLE'),
    ...maybeWorded,
    stylePictureId: pictureIdSchema.optional(),
    /** The picture that gets the style; left out, the words say what to draw. */
    pictureId: pictureIdSchema.optional(),
    strength: share.optional(),
    ...sized,
    ...common,
  })
  .refine(
    ({ stylePictureId, stylePreset }) => stylePictureId !== undefined || stylePreset !== undefined,
    { path: ['stylePictureId'], error: refusal({ key: 'styleMissing' }) },
  )
