import { AppError } from '#domain/errors.ts'
import type { UserId } from '#domain/ids.ts'
import { type KeyPrefix, keyPrefixes } from '#domain/object-key.ts'
import type { Edges } from '../store/edges.ts'

/** 200,000 objects; whoever has more is full, whatever their size. */
const maxPages = 200

/**
 * Checks what somebody stores, as the bucket lists it: no count can drift from that.
 * @param maxBytes of all objects together, an upload that is just being examined among them
 * @throws AppError QUOTA_EXCEEDED with what to do
 */
export async function checkStoredBytes(
  edges: Pick<Edges, 'objects'>,
  owner: UserId,
  maxBytes: number,
): Promise<void> {
  const sizes = await Promise.all(keyPrefixes.map((prefix) => sizeOf(edges, prefix, owner)))
  if (sizes.reduce((sum, size) => sum + size, 0) <= maxBytes) return
  const maxGigabytes = Number((maxBytes / 1e9).toPrecision(2))
  throw new AppError('QUOTA_EXCEEDED', { key: 'storageFull', maxGigabytes })
}

async function sizeOf(
  { objects }: Pick<Edges, 'objects'>,
  prefix: KeyPrefix,
  owner: UserId,
): Promise<number> {
  let size = 0
  let after: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const found = await objects.list(`${prefix}/${owner}/`, after)
    for (const { bytes } of found) size += bytes
    after = found.at(-1)?.key
    if (after === undefined) return size
  }
  return Number.POSITIVE_INFINITY
}
