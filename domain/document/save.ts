import * as z from 'zod'
import { documentIdSchema, generationIdSchema, pictureIdSchema } from '../ids.ts'
import { invalidRequest } from '../invalid-request.ts'
import { withoutNulls } from '../nulls.ts'
import { documentLimits } from './limits.ts'

const saveSchema = z.strictObject({
  id: documentIdSchema,
  /** The revision that it is based on; 0 for a document that the account does not have yet. */
  revision: z.int().min(0),
  name: z.string().max(documentLimits.maxNameLength),
  key: z.string(),
  thumbnailKey: z.string().optional(),
  rootPictureId: pictureIdSchema.optional(),
  pictureIds: z.array(pictureIdSchema).max(documentLimits.maxPictures),
  generationIds: z.array(generationIdSchema).max(documentLimits.maxGenerations),
})

/** What a client wants a document to be from now on; its objects are uploaded before. */
export type DocumentSave = z.infer<typeof saveSchema>

/**
 * Parses what a client sent; what is named twice is named once. GraphQL sends `null` for what was left out.
 * @throws AppError INVALID_REQUEST
 */
export function parseDocumentSave(input: unknown): DocumentSave {
  const result = saveSchema.safeParse(withoutNulls(input))
  if (!result.success) throw invalidRequest(result.error)
  const { pictureIds, generationIds, ...rest } = result.data
  return {
    ...rest,
    pictureIds: [...new Set(pictureIds)],
    generationIds: [...new Set(generationIds)],
  }
}
