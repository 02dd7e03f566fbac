import { type UserId, userIdSchema } from '#domain/ids.ts'
import { digestNamedBy } from '#domain/object-key.ts'

/** Whose upload it is, and what its bytes should be. */
export type UploadName = {
  readonly prefix: (typeof uploadPrefixes)[number]
  readonly owner: UserId
  readonly sha256: string
}

/** What is taken in. */
const uploadPrefixes = ['originals', 'masks'] as const
/** What people can write; an event of anything else is not ours. */
const writablePrefixes = [...uploadPrefixes, 'documents'] as const

/** Whether a key lies where people can write, whatever its name. */
export function isUpload(key: string): boolean {
  return writablePrefixes.some((prefix) => key.startsWith(`${prefix}/`))
}

/** @returns whose folder an object lies in; `undefined` where that is nobody's */
export function folderOf(key: string): UserId | undefined {
  return userIdSchema.safeParse(key.split('/')[1]).data
}

/**
 * Reads whose an uploaded object is, and what its bytes should be.
 * @returns `undefined` for any other name: it is none of ours
 */
export function readUploadKey(key: string): UploadName | undefined {
  const prefix = uploadPrefixes.find((each) => key.startsWith(`${each}/`))
  const owner = folderOf(key)
  const sha256 = digestNamedBy(key)
  if (prefix === undefined || owner === undefined || sha256 === undefined) return undefined
  return { prefix, owner, sha256 }
}
