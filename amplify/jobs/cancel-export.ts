import { AppError } from '#domain/errors.ts'
import { type Export, type ExportChange, isEnded } from '#domain/export/export.ts'
import type { ExportId, UserId } from '#domain/ids.ts'
import type { Edges } from '../store/edges.ts'
import { changeRecord } from './change-record.ts'

/**
 * Cancels an export at once; a worker that is on it notices at its next step and keeps nothing. One
 * that ended already stays as it is.
 * @throws AppError NOT_FOUND, also for an export of somebody else
 */
export async function cancelExport(
  edges: Pick<Edges, 'exports'>,
  owner: UserId,
  id: ExportId,
): Promise<Export> {
  const seen = await edges.exports.get(id)
  const isMine = seen?.owner === owner
  const ended =
    isMine &&
    (await changeRecord(edges.exports, seen, (current): ExportChange | undefined =>
      isEnded(current) ? undefined : { status: 'CANCELLED', leaseUntil: null },
    ))
  if (ended) return ended
  throw new AppError('NOT_FOUND', { key: 'exportUnknown' }, { field: 'id' })
}
