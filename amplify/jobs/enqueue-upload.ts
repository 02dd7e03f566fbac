import { isDocumentFile } from '#domain/document/limits.ts'
import type { Edges } from '../store/edges.ts'
import type { Uploaded } from '../store/upload-event.ts'
import { folderOf, isUpload, readUploadKey } from './read-upload-key.ts'

/**
 * How many uploads of one person are taken in at once. Each lane is a message group, of which the queue
 * hands out nothing more while a message is in flight: whoever sends many large files waits for
 * themselves, and the other workers are there for everybody else.
 */
export const maxIngestsPerPerson = 2

/**
 * How long a lane waits before an upload whose ingest failed is tried again: the lane stands still
 * meanwhile, so a short fault costs seconds, and a long one is outlasted.
 * @param deliveries so far, from 1
 * @returns 4, 16, 64, then 180 s, the queue’s own visibility
 */
export function retrySecondsAfter(deliveries: number): number {
  return Math.min(4 ** deliveries, maxRetrySeconds)
}

const maxRetrySeconds = 180

/**
 * Puts what S3 told of new objects into the lanes of their owners. A good file of a document needs no look:
 * it comes with each save, which looks itself.
 * @param event of the message that told it; delivered again, it puts nothing twice
 * @returns how many were put there; what lies elsewhere is none of ours
 */
export async function enqueueUploads(
  edges: Pick<Edges, 'ingests'>,
  event: { readonly messageId: string; readonly uploads: readonly Uploaded[] },
): Promise<number> {
  let sent = 0
  for (const [index, { key, bytes }] of event.uploads.entries()) {
    if (!isUpload(key) || isDocumentFile(key, bytes)) continue
    const group = `${folderOf(key) ?? 'nobody'}/${laneOf(readUploadKey(key)?.sha256)}`
    await edges.ingests.send({ key, group, deduplicationId: `${event.messageId}-${index}` })
    sent += 1
  }
  return sent
}

/** The same file always in the same lane, and files evenly in all; what has no good name in the first. */
function laneOf(sha256 = '0'): number {
  return Number.parseInt(sha256.slice(0, 4), 16) % maxIngestsPerPerson
}
