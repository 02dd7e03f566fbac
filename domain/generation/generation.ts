import * as z from 'zod'
import { errorCodeSchema } from '../errors.ts'
import { rectSchema } from '../frame/rect.ts'
import { generationIdSchema, pictureIdSchema, userIdSchema } from '../ids.ts'
import { messageTextSchema } from '../message/text.ts'
import { keptFields } from '../operation/kept-fields.ts'
import { operationSchema } from '../operation/table.ts'
import type { RecordChange } from '../record-change.ts'
import { statusSchema } from './status.ts'

const outputStatusSchema = z.enum(['SUCCEEDED', 'BLOCKED', 'FAILED'])

/** One image of a job, or the reason why there is none. */
export const generationOutputSchema = z.object({
  index: z.int(),
  status: outputStatusSchema,
  errorCode: errorCodeSchema.optional(),
  reason: messageTextSchema.optional(),
  pictureId: pictureIdSchema.optional(),
  key: z.string().optional(),
  previewKey: z.string().optional(),
  thumbnailKey: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  bytes: z.int().optional(),
  seed: z.number().optional(),
  /** Of an edit: its patch (`domain/layer/patch-file.ts`) and where that lies, in pixels of the root. */
  patchKey: z.string().optional(),
  patchRect: rectSchema.optional(),
  changedOutside: z.int().optional(),
})

export type GenerationOutput = z.infer<typeof generationOutputSchema>

/** Whether there is an image: a whole picture, or the patch of an edit. */
export function hasImage({ key, patchKey }: GenerationOutput): boolean {
  return key !== undefined || patchKey !== undefined
}

/** What the record keeps about how a job went: sizes in bytes, times in milliseconds. */
const logSchema = z.object({
  requestId: z.string().optional(),
  sourceBytes: z.int().optional(),
  maskBytes: z.int().optional(),
  outputBytes: z.int().optional(),
  queueMs: z.int().optional(),
  prepareMs: z.int().optional(),
  modelMs: z.int().optional(),
  pasteMs: z.int().optional(),
  totalMs: z.int().optional(),
  /** Calls that a model may have been paid for, and how many of them were second tries. */
  modelCalls: z.int().optional(),
  retries: z.int().optional(),
})

export type GenerationLog = z.infer<typeof logSchema>

/** A job and its history entry, as stored (absent fields left out, never null). */
export const generationSchema = z.object({
  id: generationIdSchema,
  owner: userIdSchema,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime().optional(),
  requestHash: z.string(),
  operation: operationSchema,
  modelAsked: z.string().optional(),
  modelUsed: z.string(),
  /** Why another model than the one asked for was taken. */
  modelReason: messageTextSchema.optional(),
  /** How the model comes nearest to what was asked, where it cannot do just that. */
  modelNote: messageTextSchema.optional(),
  sourceKey: z.string().optional(),
  /** Objects of the further pictures: of `referenceIds` in their order, or of `stylePictureId`. */
  referenceKeys: z.array(z.string()).optional(),
  /** Where the patches of `layers` lie, in their order, in pixels of the root. */
  layerRects: z.array(rectSchema).optional(),
  ...keptFields,
  status: statusSchema,
  revision: z.int(),
  attempt: z.int(),
  leaseUntil: z.iso.datetime().optional(),
  /** While it waits for its model: when it is expected to go on, and its place, 1 being next. */
  waitUntil: z.iso.datetime().optional(),
  waitPosition: z.int().optional(),
  open: z.string().optional(),
  deadline: z.iso.datetime(),
  cancelRequested: z.boolean().optional(),
  outputs: z.array(generationOutputSchema).optional(),
  errorCode: errorCodeSchema.optional(),
  errorDetail: messageTextSchema.optional(),
  costMicros: z.int().optional(),
  success: z.boolean().optional(),
  finishedAt: z.iso.datetime().optional(),
  /** Removed by its owner, but its patch still lies under another edit: lists leave it out. */
  removedAt: z.iso.datetime().optional(),
  ...logSchema.shape,
})

export type Generation = z.infer<typeof generationSchema>

export type GenerationChange = RecordChange<Generation>
