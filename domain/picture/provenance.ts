import * as z from 'zod'
import { pictureIdSchema } from '../ids.ts'
import { operationSchema } from '../operation/table.ts'

/** As long as any prompt that was ever accepted. */
const maxPrompt = 10_000

/**
 * What a result says about itself, in its file: enough to run the same job again. The prompt is in
 * it only if the person wanted that. A file can say anything, so what is read back is checked by
 * this schema and then is still only a suggestion for a form.
 */
export const provenanceSchema = z.object({
  version: z.literal(1),
  operation: operationSchema,
  /** The model's id in the catalogue, when it was made. */
  model: z.string().min(1).max(200),
  /** Absent where the model draws nothing by chance. */
  seed: z.int().min(0).max(4_294_967_295).optional(),
  /** When the job was accepted. */
  madeAt: z.iso.datetime(),
  /** The picture that was worked on; absent for one made from words alone. */
  parentId: pictureIdSchema.optional(),
  prompt: z.string().max(maxPrompt).optional(),
  negativePrompt: z.string().max(maxPrompt).optional(),
})

export type Provenance = z.infer<typeof provenanceSchema>
