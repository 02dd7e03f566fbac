import * as z from 'zod'
import { documentIdSchema, generationIdSchema, pictureIdSchema, userIdSchema } from '../ids.ts'
import type { RecordChange } from '../record-change.ts'

/** What the account knows of a document (absent fields left out, never null); its content is an object. */
export const documentRecordSchema = z.object({
  id: documentIdSchema,
  owner: userIdSchema,
  createdAt: z.iso.datetime(),
  /** Of the last change; AppSync writes it. */
  updatedAt: z.iso.datetime(),
  name: z.string(),
  /** Grows by one with each change; a save names the one that it is based on. */
  revision: z.int(),
  /** The picture at the bottom; a document that was begun with nothing has none. */
  rootPictureId: pictureIdSchema.optional(),
  /** All that its content names, and so keeps. */
  pictureIds: z.array(pictureIdSchema),
  generationIds: z.array(generationIdSchema),
  /** Where its content lies. */
  key: z.string(),
  thumbnailKey: z.string().optional(),
  /** Since when it is in the trash. */
  trashedAt: z.iso.datetime().optional(),
  /** Of one in the trash, in epoch seconds: when DynamoDB lets it go; its objects follow. */
  expiresAt: z.int().optional(),
})

export type DocumentRecord = z.infer<typeof documentRecordSchema>

export type DocumentChange = RecordChange<DocumentRecord>

/** Whether its time in the trash is over. DynamoDB may let it lie for two days more. @param now epoch milliseconds */
export function isPastTrash(
  { expiresAt }: Pick<DocumentRecord, 'expiresAt'>,
  now: number,
): boolean {
  return expiresAt !== undefined && expiresAt * 1_000 <= now
}

/** The objects that a document names. */
export function documentKeysOf({
  key,
  thumbnailKey,
}: Pick<DocumentRecord, 'key' | 'thumbnailKey'>): string[] {
  return thumbnailKey === undefined ? [key] : [key, thumbnailKey]
}
