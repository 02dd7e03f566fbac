/** Documents as the account has them: a record, and its content as an object. */
import * as z from 'zod'
import type { DocumentRecord } from '#domain/document/document.ts'
import { documentLimits } from '#domain/document/limits.ts'
import { AppError } from '#domain/errors.ts'
import type { DocumentId, UserId } from '#domain/ids.ts'
import { documentKey, documentThumbnailKey } from '#domain/object-key.ts'
import { fetchDocument, sendDocument } from '../backend/api.ts'
import { openObject, uploadObject } from '../backend/objects.ts'
import { noteSeen } from '../backend/records-cache.ts'
import type { EditorDocument } from '../editor/document/document.ts'
import type { History } from '../editor/document/history.ts'
import { readHistory, storeHistory } from '../editor/store/stored-history.ts'
import { pack, unpack } from './pack.ts'
import { type Saves, savesSchema } from './sent-saves.ts'
import { usesOf } from './uses.ts'

export type DocumentCopy = {
  readonly id: DocumentId
  /** The revision that it is based on; 0 when the account never had it. */
  readonly revision: number
  readonly name: string
  readonly history: History<EditorDocument>
  /** The saves that are in it, this one as well. */
  readonly saves: Saves
  /** A small WebP of what it looks like now; without one, it keeps that under `thumbnailKey`. */
  readonly thumbnail: Blob | undefined
  readonly thumbnailKey: string | undefined
}

/** What an object of the account has of a document. */
export type Content = {
  readonly history: History<EditorDocument>
  readonly saves: Saves
}

export interface AccountDocuments {
  /** @throws AppError CONFLICT with the revision that it has now, NOT_FOUND when it is gone, OFFLINE … */
  save(copy: DocumentCopy): Promise<DocumentRecord>
  /** @returns `undefined` when there is no such document */
  record(id: DocumentId): Promise<DocumentRecord | undefined>
  /** @returns `undefined` when the content is not there any more: a newer record names another */
  load(record: DocumentRecord): Promise<Content | undefined>
}

export function openAccountDocuments(owner: UserId): AccountDocuments {
  return {
    async save({ id, revision, name, history, saves, ...looks }) {
      // The revision makes contents differ that are alike, so that no save removes what another names.
      const bytes = await pack({ basedOn: revision, saves, history: storeHistory(history) })
      const key = documentKey(owner, id, await sha256Of(bytes))
      await uploadObject({ key, blob: new Blob([bytes]), mime: 'application/gzip' })
      const thumbnailKey = await uploadThumbnail(owner, id, looks)
      const { rootPictureId, pictureIds, generationIds } = usesOf(history)
      const record = await sendDocument({
        id,
        revision,
        name: name.slice(0, documentLimits.maxNameLength),
        key,
        ...(thumbnailKey !== undefined && { thumbnailKey }),
        ...(rootPictureId && { rootPictureId }),
        pictureIds: pictureIds.slice(0, documentLimits.maxPictures),
        generationIds: generationIds.slice(0, documentLimits.maxGenerations),
      })
      noteSeen('documents', [record])
      return record
    },
    record: fetchDocument,
    async load({ key }) {
      const response = await openObject(key, AbortSignal.timeout(loadWithinMs))
      if (!response) return undefined
      const bytes = new Uint8Array(await response.arrayBuffer())
      const content = contentSchema.safeParse(await unpack(bytes)).data
      const history = readHistory(content?.history)
      if (!content || !history) throw new AppError('INTERNAL', 'The content is no document.')
      return { history, saves: content.saves }
    },
  }
}

const contentSchema = z.object({ history: z.unknown(), saves: savesSchema })

const loadWithinMs = 60_000

/** @returns where the thumbnail lies; one that is not made, or too large, is the one of before */
async function uploadThumbnail(
  owner: UserId,
  id: DocumentId,
  { thumbnail, thumbnailKey }: Pick<DocumentCopy, 'thumbnail' | 'thumbnailKey'>,
): Promise<string | undefined> {
  if (!thumbnail || thumbnail.size > documentLimits.maxThumbnailBytes) return thumbnailKey
  const sha256 = await sha256Of(new Uint8Array(await thumbnail.arrayBuffer()))
  const key = documentThumbnailKey(owner, id, sha256)
  if (key !== thumbnailKey) await uploadObject({ key, blob: thumbnail, mime: 'image/webp' })
  return key
}

async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
