import * as z from 'zod'
import { checksumAlgorithms } from './checksum.ts'

const checksumSchema = z.object({
  algorithm: z.enum(checksumAlgorithms),
  value: z.string(),
  type: z.enum(['FULL_OBJECT', 'COMPOSITE']),
})

/** What is kept of an object beside its bytes. */
export const objectRecordSchema = z.object({
  version: z.literal(1),
  key: z.string(),
  /** Name of the file with the bytes, in the record's own folder. */
  blob: z.string().regex(/^[\da-f]{64}\.[\da-f-]{36}$/),
  sizeBytes: z.number().int().nonnegative(),
  /** With its quotes. */
  etag: z.string(),
  lastModifiedMs: z.number(),
  /** Headers that are given back as they came, e.g. `content-type`. */
  headers: z.record(z.string(), z.string()),
  /** `x-amz-meta-…` without the prefix. */
  metadata: z.record(z.string(), z.string()),
  checksum: checksumSchema.optional(),
})
export type ObjectRecord = z.infer<typeof objectRecordSchema>

/** What a client says of an object when it makes it. */
export type ObjectFacts = Pick<ObjectRecord, 'headers' | 'metadata'>
