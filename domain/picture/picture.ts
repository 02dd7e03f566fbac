import * as z from 'zod'
import { errorCodeSchema } from '../errors.ts'
import { generationIdSchema, pictureIdSchema, userIdSchema } from '../ids.ts'
import { messageTextSchema } from '../message/text.ts'
import { maxTitleLength } from './limits.ts'
import { provenanceSchema } from './provenance.ts'

/** An uploaded or generated image, as stored (absent fields left out, never null). */
export const pictureSchema = z.object({
  id: pictureIdSchema,
  owner: userIdSchema,
  status: z.enum(['PROCESSING', 'READY', 'REJECTED']),
  reasonCode: errorCodeSchema.optional(),
  reason: messageTextSchema.optional(),
  key: z.string(),
  /** The PNG that editor and worker use, of an upload that they do not use as it is (`editKeyOf`). */
  editKey: z.string().optional(),
  previewKey: z.string().optional(),
  thumbnailKey: z.string().optional(),
  sha256: z.string(),
  width: z.int().optional(),
  height: z.int().optional(),
  bytes: z.int().optional(),
  previewBytes: z.int().optional(),
  thumbnailBytes: z.int().optional(),
  mime: z.string().optional(),
  /** Frames or pages of the upload, of which the first became the picture; absent when there is one. */
  frames: z.int().min(2).optional(),
  fileName: z.string().optional(),
  origin: z.enum(['UPLOAD', 'GENERATION']),
  generationId: generationIdSchema.optional(),
  parentId: pictureIdSchema.optional(),
  revision: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime().optional(),
  /** Removed by its owner, but edits still lie over it: lists leave it out. */
  removedAt: z.iso.datetime().optional(),
  title: z.string().optional(),
  favourite: z.boolean().optional(),
  tags: z.array(z.string()).optional(),
  /** What an upload says that it was made with, if we made it; what we cannot read counts as nothing. */
  madeWith: provenanceSchema.optional().catch(undefined),
})

export type Picture = z.infer<typeof pictureSchema>

type Keys = Pick<Picture, 'key' | 'editKey' | 'previewKey' | 'thumbnailKey'>

/** The object whose pixels are shown, measured, masked and edited. */
export function editKeyOf({ key, editKey }: { key: string; editKey?: string | undefined }): string {
  return editKey ?? key
}

/** All objects that a picture consists of. */
export function objectKeysOf({ key, editKey, previewKey, thumbnailKey }: Keys): string[] {
  return [key, editKey, previewKey, thumbnailKey].filter((each) => each !== undefined)
}

/** C0 and C1 control characters have no place in a name. */
// oxlint-disable-next-line no-control-regex -- control characters are what this looks for
const controlCharacters = /[\u0000-\u001F\u007F-\u009F]/g

/**
 * Reads the file's name that an upload carried as percent-encoded object metadata.
 * @returns the name, cut to 200 characters, or `undefined` when there is none or it is malformed
 */
export function readFileName(encoded: string | undefined): string | undefined {
  if (encoded === undefined) return undefined
  try {
    const name = decodeURIComponent(encoded).replaceAll(controlCharacters, '').trim()
    return name === '' ? undefined : name.slice(0, maxTitleLength)
  } catch {
    // A malformed escape only costs the picture its name, never the upload.
    return undefined
  }
}

/** The title that a file's name suggests: without its extension. */
export function titleOf(fileName: string): string {
  return fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '') || fileName
}
