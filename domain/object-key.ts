import { AppError } from './errors.ts'
import type { DocumentId, ExportId, GenerationId, UserId } from './ids.ts'

/**
 * S3 keys. Each carries its owner's `sub` as second segment, so that an IAM policy
 * (`originals/${aws:PrincipalTag/sub}/*`) and a function can both check it.
 */
export const keyPrefixes = [
  'originals',
  'masks',
  'previews',
  'results',
  'answers',
  'exports',
  'documents',
] as const
export type KeyPrefix = (typeof keyPrefixes)[number]

/** What the name of a file of each type of picture that can be uploaded ends with. */
export const extensions = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/tiff': 'tif',
  'image/gif': 'gif',
} as const

export type ImageMime = keyof typeof extensions
export const imageMimes = Object.keys(extensions) as readonly ImageMime[]

/** Content-addressed key of an upload: the same bytes are stored once. */
export function originalKey(owner: UserId, sha256: string, mime: ImageMime): string {
  return `originals/${owner}/${sha256}.${extensions[mime]}`
}

/** Content-addressed key of a mask (8-bit greyscale PNG, the source's size, white = edit). */
export function maskKey(owner: UserId, sha256: string): string {
  return `masks/${owner}/${sha256}.png`
}

/** Key of a derived WebP of a picture or a result; `name` is its sha256 or `{generationId}-{n}`. */
export function previewKey(owner: UserId, name: string, kind: 'preview' | 'thumbnail'): string {
  return `previews/${owner}/${name}-${kind}.webp`
}

/** Key of the PNG that editor and worker use of an upload that they do not use as it is. */
export function editableKey(owner: UserId, sha256: string): string {
  return `results/${owner}/${sha256}.png`
}

/** Key of the n-th result (from 0) of a generation, full resolution and lossless. */
export function resultKey(owner: UserId, id: GenerationId, index: number): string {
  return `results/${owner}/${id}/${index}.png`
}

/** Key of the patch of the n-th image (from 0) of a generation. */
export function patchKey(owner: UserId, id: GenerationId, index: number): string {
  return `results/${owner}/${id}/${index}-patch.png`
}

/** Key of what a model answered to the n-th call (from 0) of a generation that has not ended. */
export function answerKey(owner: UserId, id: GenerationId, call: number): string {
  return `answers/${owner}/${id}/${call}.json`
}

/**
 * Key of an export's file. Each making has a key of its own, so that whoever removes an old file never
 * meets a new one.
 * @param madeAt epoch milliseconds
 */
export function exportKey(
  owner: UserId,
  { id, mime, madeAt }: { id: ExportId; mime: ImageMime; madeAt: number },
): string {
  return `exports/${owner}/${id}/${madeAt}.${extensions[mime]}`
}

/** Where all objects of a document lie: its content, and a small picture of it. */
function documentFolder(owner: UserId, id: DocumentId): string {
  return `documents/${owner}/${id}`
}

/** Key of what a document was when it was saved; `sha256` is of the bytes. */
export function documentKey(owner: UserId, id: DocumentId, sha256: string): string {
  return `${documentFolder(owner, id)}/${sha256}.gz`
}

/** Key of the small WebP that shows a document in a list; `sha256` is of the bytes. */
export function documentThumbnailKey(owner: UserId, id: DocumentId, sha256: string): string {
  return `${documentFolder(owner, id)}/${sha256}.webp`
}

/**
 * Checks that a key that a save names is one of this document.
 * @throws AppError as `assertOwnKey`
 */
export function assertDocumentKey(
  key: string,
  { owner, id, field }: { owner: UserId; id: DocumentId; field: 'key' | 'thumbnailKey' },
): void {
  assertOwnKey(key, 'documents', { owner, field })
  const [sha256 = '', ...rest] = key.slice(documentFolder(owner, id).length + 1).split('.')
  const made = field === 'key' ? documentKey : documentThumbnailKey
  if (rest.length === 1 && /^[0-9a-f]{64}$/.test(sha256) && key === made(owner, id, sha256)) return
  throw new AppError('INVALID_REQUEST', { key: 'keyForeign' }, { field })
}

/**
 * What the name of an upload promises: originals and masks are named by the digest of their bytes.
 * Their owner can replace them, so whoever reads one compares.
 * @returns 64 hexadecimal digits, or `undefined` for a key that functions alone write
 */
export function digestNamedBy(key: string): string | undefined {
  return /^(?:originals|masks)\/[^/]+\/([0-9a-f]{64})\.[a-z]+$/.exec(key)?.[1]
}

/**
 * Checks that `key` lies under `prefix` of `owner` and is one that we could have made.
 * @throws AppError FORBIDDEN for another owner's key, INVALID_REQUEST for a malformed one
 */
export function assertOwnKey(
  key: string,
  prefix: KeyPrefix,
  { owner, field }: { owner: UserId; field?: string },
): void {
  const about = field === undefined ? {} : { field }
  if (!/^[a-z]+\/[0-9a-f-]{36}\/[0-9a-f-]+(\/[0-9a-f]+)?(-[a-z]+)?\.[a-z]+$/.test(key)) {
    throw new AppError('INVALID_REQUEST', { key: 'keyForeign' }, about)
  }
  const [actualPrefix, actualOwner] = key.split('/')
  if (actualPrefix !== prefix) {
    throw new AppError('INVALID_REQUEST', { key: 'keyElsewhere', prefix }, about)
  }
  if (actualOwner !== owner) {
    throw new AppError('FORBIDDEN', { key: 'objectForeign' }, about)
  }
}
