import * as z from 'zod'

/** Cognito's `sub`: who owns a record and every object under their keys. */
export const userIdSchema = z.uuid().brand<'UserId'>()
export type UserId = z.infer<typeof userIdSchema>

/** UUIDv5 of owner and sha256, so that the same bytes are one picture. */
export const pictureIdSchema = z.uuid().brand<'PictureId'>()
export type PictureId = z.infer<typeof pictureIdSchema>

/** Chosen by the client; sending it again returns the same job. */
export const generationIdSchema = z.uuid().brand<'GenerationId'>()
export type GenerationId = z.infer<typeof generationIdSchema>

/** Chosen by the client that begins the document; the same on every device. */
export const documentIdSchema = z.uuid().brand<'DocumentId'>()
export type DocumentId = z.infer<typeof documentIdSchema>

/** UUIDv5 of owner and content (`exportIdOf`), so that the same export is made once. */
export const exportIdSchema = z.uuid().brand<'ExportId'>()
export type ExportId = z.infer<typeof exportIdSchema>

/** The part of WebCrypto that this file needs; browsers, Lambda and Node 20 all have it. */
type Digest = { subtle: { digest(name: 'SHA-1', data: Uint8Array): Promise<ArrayBuffer> } }

/** Fixed random namespaces for our name-based ids (RFC 9562, section 5.5). */
const exportNamespace = '0d9f64c3-7b1e-4a52-8f3d-c2a86e517b09'
const pictureNamespace = '5b2c6d1e-0f4a-4c8e-9a35-7d1f0e6b9c42'

/**
 * The id of the picture that `owner` makes by uploading bytes with this digest.
 * @returns a UUIDv5; the same owner and digest always give the same id
 */
export async function pictureIdOf(owner: UserId, sha256: string): Promise<PictureId> {
  return pictureIdSchema.parse(await nameBasedId(pictureNamespace, `${owner}:${sha256}`))
}

/**
 * The id of the export whose composition and options have this digest.
 * @returns a UUIDv5; the same owner and digest always give the same id
 */
export async function exportIdFor(owner: UserId, digest: string): Promise<ExportId> {
  return exportIdSchema.parse(await nameBasedId(exportNamespace, `${owner}:${digest}`))
}

/** @param text in ASCII */
async function nameBasedId(namespace: string, text: string): Promise<string> {
  const { crypto } = globalThis as unknown as { crypto: Digest }
  const name = Array.from(text, (character) => character.charCodeAt(0))
  const bytes = Uint8Array.from([...uuidBytes(namespace), ...name])
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-1', bytes)).slice(0, 16)
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  const hex = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-')
}

function uuidBytes(uuid: string): number[] {
  return (uuid.replaceAll('-', '').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))
}
