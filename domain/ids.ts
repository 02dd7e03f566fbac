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

/** The part of WebCrypto that this file needs; browsers, Lambda and Node 20 all have it. */
type Digest = { subtle: { digest(name: 'SHA-1', data: Uint8Array): Promise<ArrayBuffer> } }

/** A fixed random namespace for our name-based ids (RFC 9562, section 5.5). */
const pictureNamespace = '5b2c6d1e-0f4a-4c8e-9a35-7d1f0e6b9c42'

/**
 * The id of the picture that `owner` makes by uploading bytes with this digest.
 * @returns a UUIDv5; the same owner and digest always give the same id
 */
export async function pictureIdOf(owner: UserId, sha256: string): Promise<PictureId> {
  const { crypto } = globalThis as unknown as { crypto: Digest }
  const name = Array.from(`${owner}:${sha256}`, (character) => character.charCodeAt(0))
  const bytes = Uint8Array.from([...uuidBytes(pictureNamespace), ...name])
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-1', bytes)).slice(0, 16)
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  const hex = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return pictureIdSchema.parse(
    [
      hex.slice(0, 8),
      hex.slice(8, 12),
      hex.slice(12, 16),
      hex.slice(16, 20),
      hex.slice(20, 32),
    ].join('-'),
  )
}

function uuidBytes(uuid: string): number[] {
  return (uuid.replaceAll('-', '').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))
}
