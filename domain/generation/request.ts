import * as z from 'zod'
import { AppError, invalidRequest } from '../errors.ts'
import { pictureIdSchema } from '../ids.ts'
import { type Operation, operations } from './operation.ts'

const qualities = ['STANDARD', 'PREMIUM'] as const
export const qualitySchema = z.enum(qualities)
export type Quality = z.infer<typeof qualitySchema>

/** The widest limits of any model; the model card narrows them (`domain/model/check.ts`). */
const longestPrompt = 10_000
const mostImages = 10
/** Stability's largest seed; it does not fit GraphQL's Int, so seeds travel as floats. */
const largestSeed = 4_294_967_294

/** Tab and line breaks are text; every other C0/C1 control character is a mistake or an attack. */
// oxlint-disable-next-line no-control-regex -- control characters are what this looks for
const controlCharacter = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/

const promptSchema = z
  .string()
  .max(longestPrompt, `Keep it under ${longestPrompt} characters.`)
  .refine((text) => !controlCharacter.test(text), 'It contains control characters.')
  .transform((text) => text.trim())

const requiredPromptSchema = promptSchema.refine(
  (text) => text.length > 0,
  'Say what should be in the picture.',
)

const common = {
  /** The model wanted, by catalogue id; left out, the router chooses. */
  model: z.string().max(200).optional(),
  count: z.int().min(1, 'Ask for at least one image.').max(mostImages),
  seed: z.int().min(0).max(largestSeed).optional(),
  quality: qualitySchema.default('STANDARD'),
}

const masked = {
  pictureId: pictureIdSchema,
  maskKey: z.string({ error: 'Paint over the part to change first.' }).max(200),
}

const textToImageSchema = z.strictObject({
  operation: z.literal('TEXT_TO_IMAGE'),
  prompt: requiredPromptSchema,
  negativePrompt: promptSchema.optional(),
  /** Size wanted, in pixels; must be one that the model makes. */
  widthPx: z.int().positive().optional(),
  heightPx: z.int().positive().optional(),
  ...common,
})

const inpaintSchema = z.strictObject({
  operation: z.literal('INPAINT'),
  prompt: requiredPromptSchema,
  negativePrompt: promptSchema.optional(),
  ...masked,
  ...common,
})

const eraseSchema = z.strictObject({
  operation: z.literal('ERASE'),
  ...masked,
  ...common,
})

/** One request for images, as the browser, the function and the worker all understand it. */
export const generationRequestSchema = z.discriminatedUnion('operation', [
  textToImageSchema,
  inpaintSchema,
  eraseSchema,
])

export type GenerationRequest = z.infer<typeof generationRequestSchema>

/**
 * Parses what a client sent. GraphQL sends `null` for what was left out, so nulls count as absent.
 * @throws AppError UNSUPPORTED for an operation we do not know, INVALID_REQUEST for the rest
 */
export function parseGenerationRequest(input: unknown): GenerationRequest {
  const given = withoutNulls(input)
  const operation = (given as { operation?: unknown }).operation
  if (typeof operation === 'string' && !operations.includes(operation as Operation)) {
    throw new AppError('UNSUPPORTED', `There is no operation called ${operation.slice(0, 40)}.`, {
      field: 'operation',
    })
  }
  const result = generationRequestSchema.safeParse(given)
  if (!result.success) throw invalidRequest(result.error)
  return result.data
}

function withoutNulls(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return {}
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null))
}
