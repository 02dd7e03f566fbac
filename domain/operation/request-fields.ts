import * as z from 'zod'
import { qualitySchema } from '../generation/quality.ts'
import { pictureIdSchema } from '../ids.ts'
import { refusal } from '../invalid-request.ts'
import { composed } from '../layer/composition.ts'

/** The fields that several requests share, within the widest limits of any model; its card narrows
 * them (`domain/model/check.ts`). */

const maxPrompt = 10_000
const maxSearch = 2_000
const maxImages = 10
/** Stability's largest seed; it does not fit GraphQL's Int, so seeds travel as floats. */
const maxSeed = 4_294_967_294

/** Tab and line breaks are text; every other C0/C1 control character is a mistake or an attack. */
// oxlint-disable-next-line no-control-regex -- control characters are what this looks for
const controlCharacter = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/

function textSchema(longest: number) {
  return z
    .string()
    .max(longest, refusal({ key: 'tooManyCharacters', maxLength: longest }))
    .refine((text) => !controlCharacter.test(text), refusal({ key: 'controlCharacters' }))
    .transform((text) => text.trim())
}

const promptSchema = textSchema(maxPrompt)

const requiredPromptSchema = promptSchema.refine(
  (text) => text.length > 0,
  refusal({ key: 'promptMissing' }),
)

/** What every request has. */
export const common = {
  /** The model wanted, by catalogue id; left out, the router chooses. */
  model: z.string().max(200).optional(),
  count: z
    .int()
    .min(1, refusal({ key: 'countTooSmall' }))
    .max(maxImages),
  seed: z.int().min(0).max(maxSeed).optional(),
  quality: qualitySchema.default('STANDARD'),
  /** Whether the results' files may say the prompt; otherwise only the record does. */
  keepPrompt: z.boolean().optional(),
}

const styled = {
  negativePrompt: promptSchema.optional(),
  /** One of the presets of the model's card, e.g. `anime`. */
  stylePreset: z.string().max(60).optional(),
}

/** Words that must be there, what to avoid, and a style. */
export const worded = { prompt: requiredPromptSchema, ...styled }

/** Words that some models need and others do not. */
export const maybeWorded = { prompt: promptSchema.optional(), ...styled }

/** The picture that is worked on, with all that lies over it. */
export const pictured = { pictureId: pictureIdSchema, ...composed }

/** The same where there may be none. */
export const maybePictured = { pictureId: pictureIdSchema.optional(), ...composed }

/** White = edit, as everywhere (`domain/mask/meaning.ts`). */
export const masked = {
  ...pictured,
  maskKey: z.string({ error: refusal({ key: 'maskMissing' }) }).max(200),
}

/** Size wanted, in pixels; must be one that the model makes. */
export const sized = {
  widthPx: z.int().positive().optional(),
  heightPx: z.int().positive().optional(),
}

/** What to look for in the picture, in words. */
export const searched = {
  search: textSchema(maxSearch).refine(
    (text) => text.length > 0,
    refusal({ key: 'searchMissing' }),
  ),
}

/** A share of something, between nothing and all of it. */
export const share = z.number().min(0).max(1)
