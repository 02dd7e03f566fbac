import * as z from 'zod'
import type { ModelCard } from './card.ts'
import { cardOfOwn, type OfferedModel, ownModelSchema } from './own-models.ts'

/** An address that paths can follow. */
const plainUrl = /^https?:\/\/[^/?#@\s]+(?:\/[^?#@\s]*)?$/

/** A server of the OpenAI images protocol that a deployment may call. */
const endpointSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,29}$/, 'Name it in small letters, digits and dashes.'),
  /** What `/images/generations` and `/images/edits` follow, e.g. `https://api.openai.com/v1`. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .regex(plainUrl, 'Write the address without user, query and fragment.'),
  /** The name of the secret that holds its key; left out, it asks for none. */
  key: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,59}$/, 'Name the secret as IMAGES_API_KEY.')
    .optional(),
  /** Whether `response_format` is sent. OpenAI refuses it, others answer by address without it. */
  asksForBase64: z.boolean().default(true),
  models: z.array(ownModelSchema).min(1).max(20),
})

export type Endpoint = z.infer<typeof endpointSchema>

const endpointsSchema = z
  .array(endpointSchema)
  .max(5)
  .refine(
    (all) => new Set(all.map(({ name }) => name)).size === all.length,
    'Two endpoints have the same name.',
  )

/** Lambda's whole environment holds 4 kB. */
export const maxEndpointsText = 2_000

/**
 * Reads the endpoints of a deployment's settings.
 * @param text JSON, a list; empty for none
 * @throws ZodError naming what is wrong, SyntaxError for what is no JSON
 */
export function readEndpoints(text: string): readonly Endpoint[] {
  return text.trim() === '' ? [] : endpointsSchema.parse(JSON.parse(text))
}

/** What of the endpoints everybody may know: their models, without addresses and keys. */
export function offeredBy(endpoints: readonly Endpoint[]): OfferedModel[] {
  return endpoints.flatMap(({ name, models }) =>
    models.map((model) => ({ ...model, endpoint: name })),
  )
}

/** The cards of all models of the endpoints, in the order of the settings. */
export function cardsOf(endpoints: readonly Endpoint[]): ModelCard[] {
  return offeredBy(endpoints).map(cardOfOwn)
}
