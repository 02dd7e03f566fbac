import * as z from 'zod'
import { operationSchema } from '#domain/generation/operation.ts'
import { qualitySchema } from '#domain/generation/quality.ts'
import { statusSchema } from '#domain/generation/status.ts'
import { generationIdSchema, pictureIdSchema } from '#domain/ids.ts'
import { type Provenance, provenanceSchema } from '#domain/picture/provenance.ts'

/** GraphQL says `null` for what is absent; inside the app that is `undefined`. */
function maybe<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? undefined)
}

const text = maybe(z.string())
const amount = maybe(z.number())

export const outputSchema = z.object({
  index: z.int(),
  status: z.enum(['SUCCEEDED', 'BLOCKED', 'FAILED']),
  errorCode: text,
  reason: text,
  pictureId: maybe(pictureIdSchema),
  key: text,
  previewKey: text,
  thumbnailKey: text,
  width: amount,
  height: amount,
  bytes: amount,
  seed: amount,
  changedOutside: amount,
})

/** One output of a job, as the history shows it. */
export type Output = z.infer<typeof outputSchema>

export const generationSchema = z.object({
  id: generationIdSchema,
  createdAt: z.string(),
  revision: z.int(),
  operation: operationSchema,
  modelAsked: text,
  modelUsed: z.string(),
  modelReason: text,
  modelNote: text,
  prompt: text,
  negativePrompt: text,
  pictureId: maybe(pictureIdSchema),
  sourceKey: text,
  referenceIds: maybe(z.array(pictureIdSchema)),
  stylePictureId: maybe(pictureIdSchema),
  maskKey: text,
  stylePreset: text,
  frame: maybe(z.object({ leftPx: z.int(), rightPx: z.int(), upPx: z.int(), downPx: z.int() })),
  edge: text,
  search: text,
  colors: maybe(z.array(z.string())),
  guide: text,
  mode: text,
  strength: amount,
  similarity: amount,
  creativity: amount,
  widthPx: amount,
  heightPx: amount,
  count: z.int(),
  seed: amount,
  quality: qualitySchema,
  keepPrompt: maybe(z.boolean()),
  status: statusSchema,
  waitUntil: text,
  waitPosition: amount,
  cancelRequested: maybe(z.boolean()),
  outputs: maybe(z.array(outputSchema)),
  errorCode: text,
  errorDetail: text,
  costMicros: amount,
  totalMs: amount,
  finishedAt: text,
})

/** A job and its history entry. Sizes are pixels, costs micro-dollars, times ISO 8601. */
export type Generation = z.infer<typeof generationSchema>

export const pictureSchema = z.object({
  id: pictureIdSchema,
  createdAt: z.string(),
  revision: z.int(),
  status: z.enum(['PROCESSING', 'READY', 'REJECTED']),
  reasonCode: text,
  reason: text,
  key: z.string(),
  editKey: text,
  previewKey: text,
  thumbnailKey: text,
  width: amount,
  height: amount,
  bytes: amount,
  previewBytes: amount,
  thumbnailBytes: amount,
  mime: text,
  frames: amount,
  fileName: text,
  origin: z.enum(['UPLOAD', 'GENERATION']),
  generationId: text,
  parentId: text,
  title: text,
  favourite: maybe(z.boolean()),
  madeWith: z.unknown().transform(readMadeWith),
})

/** What a file said of itself; what we cannot read is as good as nothing. */
function readMadeWith(said: unknown): Provenance | undefined {
  const fields = Object.entries(said ?? {}).filter(([, value]) => value !== null)
  return provenanceSchema.safeParse(Object.fromEntries(fields)).data
}

/** An uploaded or generated picture. Sizes are pixels as shown, and bytes. */
export type Picture = z.infer<typeof pictureSchema>

/** What is known of a model beyond the catalogue (`domain/model/state.ts`). */
export const modelStateSchema = z.object({
  id: z.string(),
  status: z.enum(['ACTIVE', 'LEGACY', 'RETIRED']),
  legacyAt: text,
  endOfLifeAt: text,
  checkedAt: z.string(),
  revision: z.int(),
})

export const usageSchema = z.object({ images: z.int(), costMicros: z.int() })

/** What was used in one period. */
export type Usage = z.infer<typeof usageSchema>
