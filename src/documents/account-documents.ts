/** Documents as the account has them: a record, and its content as an object. */
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
import { usesOf } from './uses.ts'

export type DocumentCopy = {
  readonly id: DocumentId
  /** The revision that it is based on; 0 when the account never had it. */
  readonly revision: number
  readonly name: string
  readonly history: History<EditorDocument>
  /** A small WebP of what it looks like now; without one, it keeps that under `thumbnailKey`. */
  readonly thumbnail: Blob | undefined
  readonly thumbnailKey: string | undefined
}

export interface AccountDocuments {
  /** @throws AppError CONFLICT with the revision that it has now, NOT_FOUND when it is gone, OFFLINE … */
  save(copy: DocumentCopy): Promise<DocumentRecord>
  /** @returns `undefined` when there is no such document */
  record(id: DocumentId): Promise<DocumentRecord | undefined>
  /** @returns `undefined` when the content is not there any more: a newer record names another */
  load(record: DocumentRecord): Promise<History<EditorDocument> | undefined>
}

export function openAccountDocuments(owner: UserId): AccountDocuments {
  return {
    async save({ id, revision, name, history, ...looks }) {
      // The revision makes contents differ that are alike, so that no save removes what another names.
      const bytes = await pack({ basedOn: revision, history: storeHistory(history) })
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
      const content = await unpack(new Uint8Array(await response.arrayBuffer()))
      const history = readHistory((content as { history?: unknown } | null)?.history)
      if (!history) throw new AppError('INTERNAL', 'The content is no document.')
      return history
    },
  }
}

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
