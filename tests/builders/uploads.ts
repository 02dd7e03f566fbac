import { createHash } from 'node:crypto'
import { maskKey, originalKey } from '#domain/object-key.ts'
import { ada } from './generation.ts'

type Store = { readonly objects: { put(key: string, bytes: Buffer): void } }

/** Stores an upload of Ada's under the name that its bytes have. @returns its key */
export function putOriginal({ objects }: Store, bytes: Buffer): string {
  const key = originalKey(ada, digestOf(bytes), 'image/png')
  objects.put(key, bytes)
  return key
}

/** Stores a mask of Ada's under the name that its bytes have. @returns its key */
export function putMask({ objects }: Store, bytes: Buffer): string {
  const key = maskKey(ada, digestOf(bytes))
  objects.put(key, bytes)
  return key
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
