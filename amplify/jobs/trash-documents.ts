import type { DocumentChange, DocumentRecord } from '#domain/document/document.ts'
import { trashDays } from '#domain/document/limits.ts'
import type { DocumentId, UserId } from '#domain/ids.ts'
import { inParallel } from '../in-parallel.ts'
import type { Edges } from '../store/edges.ts'
import { changeRecord } from './change-record.ts'

const daySeconds = 86_400

/**
 * Puts documents into the trash. They keep all that they use, and are whole when they are restored;
 * after 30 days DynamoDB removes them, and `tidy-objects` what only they kept.
 * @returns the ids that are in the trash now: those of somebody else, or of nobody, are left out
 */
export function trashDocuments(
  edges: Pick<Edges, 'documents' | 'now'>,
  owner: UserId,
  ids: readonly DocumentId[],
): Promise<DocumentId[]> {
  const now = edges.now()
  const trashed = {
    trashedAt: new Date(now).toISOString(),
    expiresAt: Math.floor(now / 1_000) + trashDays * daySeconds,
  }
  return changeOwn(edges, { owner, ids }, ({ trashedAt }) =>
    trashedAt === undefined ? trashed : undefined,
  )
}

/**
 * Takes documents out of the trash, also past their time, as long as they are still there.
 * @returns the ids that are not in the trash now: those of somebody else, or of nobody, are left out
 */
export function restoreDocuments(
  edges: Pick<Edges, 'documents'>,
  owner: UserId,
  ids: readonly DocumentId[],
): Promise<DocumentId[]> {
  return changeOwn(edges, { owner, ids }, ({ trashedAt }) =>
    trashedAt === undefined ? undefined : { trashedAt: null, expiresAt: null },
  )
}

/** Changes what is the caller's and still there. */
async function changeOwn(
  { documents }: Pick<Edges, 'documents'>,
  { owner, ids }: { owner: UserId; ids: readonly DocumentId[] },
  decide: (current: DocumentRecord) => DocumentChange | undefined,
): Promise<DocumentId[]> {
  const changed = await inParallel([...new Set(ids)], async (id) => {
    const seen = await documents.get(id)
    return seen?.owner === owner ? changeRecord(documents, seen, decide) : undefined
  })
  return changed.flatMap((each) => each?.id ?? [])
}
