import { createHash } from 'node:crypto'
import { AppError } from '#domain/errors.ts'
import { pictureIdOf, type UserId } from '#domain/ids.ts'
import { editableKey, previewKey } from '#domain/object-key.ts'
import { type Picture, readFileName, titleOf } from '#domain/picture/picture.ts'
import { convertToPng } from '../imaging/convert-to-png.ts'
import { inspectImage } from '../imaging/inspect-image.ts'
import { limits } from '../imaging/limits.ts'
import { makeRenditions } from '../imaging/make-renditions.ts'
import type { Edges } from '../store/edges.ts'
import type { StoredObject } from '../store/objects.ts'
import { readUploadKey } from './read-upload-key.ts'

type Needed = Pick<Edges, 'pictures' | 'objects' | 'now'>

export type IngestEnd =
  | { readonly kind: 'READY' | 'REJECTED'; readonly picture: Picture }
  /** Nothing to record: not one of our keys, gone again, or recorded already. */
  | { readonly kind: 'SKIPPED'; readonly reason: 'FOREIGN_KEY' | 'GONE' | 'KNOWN' }

type Facts = Omit<Picture, 'id' | 'owner' | 'key' | 'sha256' | 'origin' | 'createdAt' | 'revision'>

/**
 * Turns an uploaded object into a picture: READY with its sizes and renditions, or REJECTED with a
 * reason. Safe to repeat; a record that another run left unfinished is completed.
 * @param key the object's key as S3 stores it (decoded)
 */
export async function ingestUpload(edges: Needed, key: string): Promise<IngestEnd> {
  const named = readUploadKey(key)
  if (!named) return { kind: 'SKIPPED', reason: 'FOREIGN_KEY' }
  const { owner, sha256 } = named
  const id = await pictureIdOf(owner, sha256)
  const known = await edges.pictures.get(id)
  if (known?.status === 'READY') return { kind: 'SKIPPED', reason: 'KNOWN' }
  const facts = await examine(edges, key, named)
  if (!facts) return { kind: 'SKIPPED', reason: 'GONE' }
  const picture: Picture = {
    ...facts,
    id,
    owner,
    key,
    sha256,
    origin: 'UPLOAD',
    createdAt: known?.createdAt ?? new Date(edges.now()).toISOString(),
    revision: 1,
  }
  if (known) await repair(edges, known, picture)
  else if (!(await edges.pictures.create(picture))) return { kind: 'SKIPPED', reason: 'KNOWN' }
  return { kind: facts.status === 'READY' ? 'READY' : 'REJECTED', picture }
}

async function examine(
  edges: Needed,
  key: string,
  named: { owner: UserId; sha256: string },
): Promise<Facts | undefined> {
  let found: StoredObject | undefined
  try {
    found = await edges.objects.read(key, limits.maxBytes)
    return found && (await accept(edges, found, named))
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'INTERNAL') throw error
    const reason = { reasonCode: error.code, reason: error.detail }
    return { status: 'REJECTED', ...reason, ...(found && namesOf(found)) }
  }
}

/** What the file was called, which a rejected one needs as much as any other. */
function namesOf({ metadata }: StoredObject): Pick<Facts, 'fileName' | 'title'> {
  const fileName = readFileName(metadata['file-name'])
  return fileName === undefined ? {} : { fileName, title: titleOf(fileName) }
}

async function accept(
  edges: Needed,
  found: StoredObject,
  { owner, sha256 }: { owner: UserId; sha256: string },
): Promise<Facts> {
  const { bytes } = found
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw new AppError('INVALID_IMAGE', 'The upload is incomplete: it is not the file it names.')
  }
  const { mime, width, height, frames, isUsedAsItIs, madeWith } = await inspectImage(bytes)
  const converted = isUsedAsItIs ? undefined : await convertToPng(bytes)
  const { preview, thumbnail } = await makeRenditions(converted ?? bytes)
  const keys = {
    ...(converted && { editKey: editableKey(owner, sha256) }),
    previewKey: previewKey(owner, sha256, 'preview'),
    thumbnailKey: previewKey(owner, sha256, 'thumbnail'),
  }
  await Promise.all([
    ...(converted && keys.editKey
      ? [edges.objects.write(keys.editKey, converted, 'image/png')]
      : []),
    edges.objects.write(keys.previewKey, preview.bytes, 'image/webp'),
    edges.objects.write(keys.thumbnailKey, thumbnail.bytes, 'image/webp'),
  ])
  return {
    status: 'READY',
    ...keys,
    mime,
    width,
    height,
    bytes: bytes.length,
    previewBytes: preview.bytes.length,
    thumbnailBytes: thumbnail.bytes.length,
    ...(frames > 1 && { frames }),
    ...(madeWith && { madeWith }),
    ...namesOf(found),
  }
}

async function repair(edges: Needed, known: Picture, picture: Picture): Promise<void> {
  const { id: _id, owner: _owner, createdAt: _at, revision: _revision, ...facts } = picture
  // Somebody else being faster means that the record is complete by now.
  await edges.pictures.change(known, { reasonCode: null, reason: null, ...facts })
}
