import { sha256Schema, type UserId, userIdSchema } from '#domain/ids.ts'
import { assertOwnKey } from '#domain/object-key.ts'

/**
 * Reads whose an uploaded object is, and what its bytes should be.
 * @returns `undefined` for any other name: it is none of ours
 */
export function readUploadKey(key: string): { owner: UserId; sha256: string } | undefined {
  const [, folder, name = ''] = key.split('/')
  const owner = userIdSchema.safeParse(folder)
  const sha256 = sha256Schema.safeParse(name.split('.')[0])
  if (!owner.success || !sha256.success) return undefined
  try {
    assertOwnKey(key, 'originals', { owner: owner.data })
    return { owner: owner.data, sha256: sha256.data }
  } catch {
    // Malformed or under another prefix: results and masks never become pictures.
    return undefined
  }
}
