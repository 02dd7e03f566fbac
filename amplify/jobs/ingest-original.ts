import { pictureIdOf, type UserId } from '#domain/ids.ts'
import { editableKey, previewKey } from '#domain/object-key.ts'
import type { Picture } from '#domain/picture/picture.ts'
import type { Edges } from '../store/edges.ts'
import type { PictureChange } from '../store/pictures.ts'
import { type Derived, type Examined, examineUpload, type Facts } from './examine-upload.ts'

type Needed = Pick<Edges, 'pictures' | 'objects' | 'leavers' | 'now'>

/** An upload as its key names it. */
export type Original = { readonly key: string; readonly owner: UserId; readonly sha256: string }

type Judged = Extract<Examined, { facts: Facts }>

/**
 * Records what an uploaded original turned out to be; a refused one is removed, and its record says
 * why.
 * @param storedBytes of all objects of its owner
 * @returns the picture, or why there is nothing to record
 */
export async function ingestOriginal(
  edges: Needed,
  original: Original,
  storedBytes: number,
): Promise<Picture | 'KNOWN' | 'GONE' | 'LEFT'> {
  const { key, owner, sha256 } = original
  const known = await edges.pictures.get(await pictureIdOf(owner, sha256))
  if (known?.removedAt) await edges.pictures.change(known, { removedAt: null })
  const isKnown = known?.status === 'READY'
  if (isKnown && known.key !== key) {
    // The same bytes under another extension: one of them is enough.
    await edges.objects.remove([key])
    return 'KNOWN'
  }
  const seen = await examineUpload(edges, { key, owner, isKnown, storedBytes })
  if (seen.kind === 'GONE' || seen.kind === 'KNOWN') return seen.kind
  // Examining takes seconds, in which an account may have been deleted.
  const hasLeft = await edges.leavers.hasLeft(owner)
  if (hasLeft || seen.kind === 'REFUSED') await edges.objects.remove([key])
  return hasLeft ? 'LEFT' : record(edges, original, { known, seen })
}

async function record(
  edges: Needed,
  original: Original,
  { known, seen }: { known: Picture | undefined; seen: Judged },
): Promise<Picture | 'KNOWN'> {
  const { key, owner, sha256 } = original
  const rendered = seen.kind === 'GOOD' && (await storeDerived(edges, original, seen.derived))
  const picture: Picture = {
    ...seen.facts,
    ...rendered,
    id: await pictureIdOf(owner, sha256),
    owner,
    key,
    sha256,
    origin: 'UPLOAD',
    createdAt: known?.createdAt ?? new Date(edges.now()).toISOString(),
    revision: 1,
  }
  // Somebody else being faster means that the record is complete by now.
  const isOurs = known
    ? (await edges.pictures.change(known, replacing(picture))) !== undefined
    : await edges.pictures.create(picture)
  // After its record, so that the event of this copy finds it known.
  if (seen.kind === 'GOOD') await edges.objects.relabel(key, seen.found, seen.mime)
  return isOurs ? picture : 'KNOWN'
}

async function storeDerived(
  edges: Needed,
  { owner, sha256 }: Original,
  { converted, preview, thumbnail }: Derived,
): Promise<Partial<Facts>> {
  const keys = {
    previewKey: previewKey(owner, sha256, 'preview'),
    thumbnailKey: previewKey(owner, sha256, 'thumbnail'),
  }
  const editKey = converted && editableKey(owner, sha256)
  await Promise.all([
    ...(editKey ? [edges.objects.write(editKey, converted, 'image/png')] : []),
    edges.objects.write(keys.previewKey, preview.bytes, 'image/webp'),
    edges.objects.write(keys.thumbnailKey, thumbnail.bytes, 'image/webp'),
  ])
  return {
    ...keys,
    ...(editKey && { editKey }),
    previewBytes: preview.bytes.length,
    thumbnailBytes: thumbnail.bytes.length,
  }
}

function replacing(picture: Picture): PictureChange {
  const { id: _id, owner: _owner, createdAt: _at, revision: _revision, ...facts } = picture
  return { reasonCode: null, reason: null, ...facts }
}
