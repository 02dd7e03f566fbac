import * as z from 'zod'
import { digestOf } from '../digest.ts'
import { type ExportId, exportIdFor, pictureIdSchema, type UserId } from '../ids.ts'
import { invalidRequest } from '../invalid-request.ts'
import { composed } from '../layer/composition.ts'
import { withoutNulls } from '../nulls.ts'
import { exportMimes, fileTypeOf } from './file-type.ts'

/** High enough that a photo shows no blocks at full size. */
export const defaultQuality = 90
/** The sides of an export are within the widest limits of any type of file. */
const sideLimits = { minPx: 16, maxPx: 65_535 }

/** What an export is made of, and how its file is to be: its record keeps all of it. */
export const exportFields = {
  pictureId: pictureIdSchema,
  ...composed,
  mime: z.enum(exportMimes),
  /** Of a lossy type: 1 to 100. */
  quality: z.int().min(1).max(100).optional(),
  /** Its longest side, which is never enlarged; left out, its own size. */
  maxSidePx: z.int().min(sideLimits.minPx).max(sideLimits.maxPx).optional(),
  /** Whether the file says what the root says of itself: rights, creators, time, density. */
  keepMetadata: z.boolean(),
  /** Whether the file says that a model had part in it, and how. */
  keepProvenance: z.boolean(),
}

const exportRequestSchema = z.strictObject(exportFields)

export type ExportRequest = z.infer<typeof exportRequestSchema>

/**
 * Parses what a client sent, and leaves out what makes no difference: requests for the same file are
 * the same afterwards. GraphQL sends `null` for what was left out.
 * @throws AppError INVALID_REQUEST
 */
export function parseExportRequest(input: unknown): ExportRequest {
  const result = exportRequestSchema.safeParse(withoutNulls(input))
  if (!result.success) throw invalidRequest(result.error)
  const { quality = defaultQuality, layers = [], ...asked } = result.data
  const seen = layers.filter(({ opacity }) => opacity > 0)
  return {
    ...asked,
    ...(seen.length > 0 && { layers: seen }),
    ...(!fileTypeOf(asked.mime).isLossless && { quality }),
  }
}

/** Grows when the same request makes another file than before. */
const makerVersion = 1

/** The id of what a parsed request makes: the same request makes one export. */
export async function exportIdOf(owner: UserId, request: ExportRequest): Promise<ExportId> {
  return exportIdFor(owner, await digestOf({ ...request, makerVersion }))
}
