import { type DocumentRecord, documentKeysOf } from '#domain/document/document.ts'
import { documentLimits } from '#domain/document/limits.ts'
import type { DocumentSave } from '#domain/document/save.ts'
import { AppError } from '#domain/errors.ts'
import type { UserId } from '#domain/ids.ts'
import { assertDocumentKey } from '#domain/object-key.ts'
import { inParallel } from '../in-parallel.ts'
import type { Edges } from '../store/edges.ts'
import { accountDeleted } from './enqueue.ts'
import { checkStoredBytes } from './stored-bytes.ts'

type Needed = Pick<Edges, 'documents' | 'generations' | 'pictures' | 'objects' | 'leavers' | 'now'>

/** What one person may store in all. */
export type SaveDocumentSettings = { readonly storedBytes: number }

/**
 * Saves a document, if the revision that the save is based on is still the last one. The same save again
 * gives the same record. Of what it names, the record keeps what is the caller's and is there: a layer
 * may be saved before its job was accepted, and another's id looks like one of nobody. Saving takes a
 * document out of the trash, since somebody works on it. The objects that it had before go.
 * @throws AppError CONFLICT with the revision that it has now; NOT_FOUND, also for another's document;
 *   INVALID_REQUEST, FORBIDDEN or NOT_FOUND for a key; QUOTA_EXCEEDED
 */
export async function saveDocument(
  edges: Needed,
  settings: SaveDocumentSettings,
  { owner, save }: { owner: UserId; save: DocumentSave },
): Promise<DocumentRecord> {
  assertDocumentKey(save.key, { owner, id: save.id, field: 'key' })
  if (save.thumbnailKey !== undefined) {
    assertDocumentKey(save.thumbnailKey, { owner, id: save.id, field: 'thumbnailKey' })
  }
  const [known, hasLeft] = await Promise.all([
    edges.documents.get(save.id),
    edges.leavers.hasLeft(owner),
  ])
  if (hasLeft) throw accountDeleted()
  assertMine(known, owner, save)
  const kept = await keptOf(edges, owner, { known, save })
  if (known && isSame(known, kept)) return known
  if (known ? known.revision !== save.revision : save.revision !== 0) throw notLast(known)
  await checkObjects(edges, known, save)
  if (!known) await checkStoredBytes(edges, owner, settings.storedBytes)
  const saved = known ? await change(edges, known, kept) : await create(edges, owner, kept)
  if (!saved) return saveAgain(edges, owner, kept)
  const named = documentKeysOf(saved)
  const replaced = known ? documentKeysOf(known).filter((key) => !named.includes(key)) : []
  await edges.objects.remove(replaced)
  return saved
}

/** @throws AppError CONFLICT or NOT_FOUND, that tell nothing about another's document */
function assertMine(known: DocumentRecord | undefined, owner: UserId, save: DocumentSave): void {
  if (!known || known.owner === owner) return
  if (save.revision > 0) throw unknownDocument()
  throw new AppError('CONFLICT', { key: 'idTaken' }, { field: 'id' })
}

function unknownDocument(): AppError {
  return new AppError('NOT_FOUND', { key: 'documentUnknown' }, { field: 'id' })
}

/** Why a save that is not based on the last revision is refused. */
function notLast(known: DocumentRecord | undefined): AppError {
  if (!known) return unknownDocument()
  const { revision } = known
  return new AppError('CONFLICT', { key: 'documentChanged', revision }, { field: 'revision' })
}

/** The save, with what is the caller's of all that it names. What the record has was looked at before. */
async function keptOf(
  edges: Pick<Edges, 'generations' | 'pictures'>,
  owner: UserId,
  { known, save }: { known: DocumentRecord | undefined; save: DocumentSave },
): Promise<DocumentSave> {
  const pictures = new Set<string>(known?.pictureIds)
  const generations = new Set<string>(known?.generationIds)
  await inParallel(
    save.pictureIds.filter((id) => !pictures.has(id)),
    async (id) => {
      if ((await edges.pictures.get(id))?.owner === owner) pictures.add(id)
    },
  )
  await inParallel(
    save.generationIds.filter((id) => !generations.has(id)),
    async (id) => {
      if ((await edges.generations.get(id))?.owner === owner) generations.add(id)
    },
  )
  const { rootPictureId, ...rest } = save
  const pictureIds = save.pictureIds.filter((id) => pictures.has(id))
  return {
    ...rest,
    ...(rootPictureId && pictureIds.includes(rootPictureId) && { rootPictureId }),
    pictureIds,
    generationIds: save.generationIds.filter((id) => generations.has(id)),
  }
}

function isSame(known: DocumentRecord, save: DocumentSave): boolean {
  return (
    known.key === save.key &&
    known.name === save.name &&
    known.thumbnailKey === save.thumbnailKey &&
    known.rootPictureId === save.rootPictureId &&
    isSameList(known.pictureIds, save.pictureIds) &&
    isSameList(known.generationIds, save.generationIds)
  )
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each, at) => each === other[at])
}

/** What was uploaded is there and within bounds; no right of a person's can bound it before. */
async function checkObjects(
  edges: Pick<Edges, 'objects'>,
  known: DocumentRecord | undefined,
  { key, thumbnailKey }: DocumentSave,
): Promise<void> {
  const { maxBytes, maxThumbnailBytes } = documentLimits
  await Promise.all([
    checkObject(edges, { key, field: 'key', maxBytes }),
    thumbnailKey !== undefined &&
      thumbnailKey !== known?.thumbnailKey &&
      checkObject(edges, { key: thumbnailKey, field: 'thumbnailKey', maxBytes: maxThumbnailBytes }),
  ])
}

async function checkObject(
  { objects }: Pick<Edges, 'objects'>,
  { key, field, maxBytes }: { key: string; field: string; maxBytes: number },
): Promise<void> {
  // The first of all keys that begin with a whole key is that key itself.
  const [found] = await objects.list(key)
  if (found?.key !== key) {
    throw new AppError('NOT_FOUND', { key: 'documentFileMissing' }, { field })
  }
  if (found.bytes <= maxBytes) return
  await objects.remove([key])
  const maxMegabytes = maxBytes / 1_000_000
  throw new AppError('INVALID_REQUEST', { key: 'documentTooLarge', maxMegabytes }, { field })
}

function change(
  { documents }: Needed,
  known: DocumentRecord,
  { id: _id, revision: _revision, thumbnailKey, rootPictureId, ...rest }: DocumentSave,
): Promise<DocumentRecord | undefined> {
  const { trashedAt } = known
  return documents.change(known, {
    ...rest,
    thumbnailKey: thumbnailKey ?? null,
    rootPictureId: rootPictureId ?? null,
    ...(trashedAt !== undefined && { trashedAt: null, expiresAt: null }),
  })
}

async function create(
  { documents, now }: Needed,
  owner: UserId,
  save: DocumentSave,
): Promise<DocumentRecord | undefined> {
  const at = new Date(now()).toISOString()
  const record = { ...save, owner, revision: 1, createdAt: at, updatedAt: at }
  return (await documents.create(record)) ? record : undefined
}

/** Somebody was faster: with the same save, then it is done; or with another. */
async function saveAgain(
  { documents }: Needed,
  owner: UserId,
  save: DocumentSave,
): Promise<DocumentRecord> {
  const known = await documents.get(save.id)
  assertMine(known, owner, save)
  if (known && isSame(known, save)) return known
  throw notLast(known)
}
