import { createHash } from 'node:crypto'
import { digestNamedBy } from '#domain/object-key.ts'

/**
 * Whether an object has the bytes that its key names. An owner may write over an upload at any time,
 * also after it was checked: what is read is what counts.
 * @returns true for a key that names no digest, under which functions alone write
 */
export function isAsNamed(key: string, bytes: Buffer): boolean {
  const named = digestNamedBy(key)
  return named === undefined || createHash('sha256').update(bytes).digest('hex') === named
}
