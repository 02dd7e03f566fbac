import type { Picture } from '#domain/picture/picture.ts'
import type { Edges } from '../store/edges.ts'
import { ingestMask } from './ingest-mask.ts'
import { ingestOriginal } from './ingest-original.ts'
import { isUpload, readUploadKey } from './read-upload-key.ts'

type Needed = Pick<Edges, 'pictures' | 'objects' | 'leavers' | 'now'>

/** `storedBytes` of all objects of one person. */
export type IngestSettings = { readonly storedBytes: number }

export type IngestEnd =
  | { readonly kind: 'READY' | 'REJECTED'; readonly picture: Picture }
  /** A mask that a job may use. */
  | { readonly kind: 'KEPT' }
  /** Nothing to record: not one of our keys, a useless mask, a deleted person’s, gone, or known. */
  | {
      readonly kind: 'SKIPPED'
      readonly reason: 'FOREIGN_KEY' | 'REFUSED' | 'LEFT' | 'GONE' | 'KNOWN'
    }

/**
 * Turns an uploaded object into a picture: READY with its sizes and renditions, or REJECTED with a
 * reason, and then the object is removed. So is every other object that nobody can use: a mask that
 * is none, a document's file that is too large, a name that is none of ours, what a deleted person's keys still wrote. Safe to repeat; a
 * record that another run left unfinished is completed, and one whose object was replaced by other
 * bytes is rejected.
 * @param key the object's key as S3 stores it (decoded)
 */
export async function ingestUpload(
  edges: Needed,
  settings: IngestSettings,
  key: string,
): Promise<IngestEnd> {
  const named = readUploadKey(key)
  if (!named) {
    if (isUpload(key)) await edges.objects.remove([key])
    return { kind: 'SKIPPED', reason: 'FOREIGN_KEY' }
  }
  if (await edges.leavers.hasLeft(named.owner)) {
    await edges.objects.remove([key])
    return { kind: 'SKIPPED', reason: 'LEFT' }
  }
  if (named.prefix === 'masks') {
    const end = await ingestMask(edges, key)
    return end === 'KEPT' ? { kind: end } : { kind: 'SKIPPED', reason: end }
  }
  const end = await ingestOriginal(edges, { ...named, key }, settings.storedBytes)
  if (typeof end === 'string') return { kind: 'SKIPPED', reason: end }
  return { kind: end.status === 'READY' ? 'READY' : 'REJECTED', picture: end }
}
