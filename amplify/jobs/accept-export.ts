import { orThrow } from '#domain/errors.ts'
import { type Export, type ExportChange, isBeingMade, isExpired } from '#domain/export/export.ts'
import { type ExportRequest, exportIdOf } from '#domain/export/request.ts'
import { exportSizeOf, exportSizeProblem } from '#domain/export/size.ts'
import { canvasProblem } from '#domain/frame/canvas-problem.ts'
import type { UserId } from '#domain/ids.ts'
import { canvasOf } from '#domain/layer/composition.ts'
import type { Edges } from '../store/edges.ts'
import { checkLayers } from './check-layers.ts'
import { accountDeleted } from './enqueue.ts'
import { ownPicture } from './own-picture.ts'
import { checkStoredBytes } from './stored-bytes.ts'

type Needed = Pick<
  Edges,
  'exports' | 'exportQueue' | 'generations' | 'pictures' | 'objects' | 'leavers' | 'now'
>

/** What one person may store, of uploads, results and exports together. */
export type AcceptExportSettings = { readonly storedBytes: number }

/** How long an export can be fetched, from when it was asked for last. */
const lastsSeconds = 86_400

/**
 * Accepts an export: the one that there is already, or one that a worker shall make now. A call again
 * sends its message again, unless a worker is on it, and so repairs what a crash left out; one that
 * failed, was cancelled or expired is begun anew.
 * @throws AppError with the reason, before anything is made
 */
export async function acceptExport(
  edges: Needed,
  settings: AcceptExportSettings,
  { owner, request }: { owner: UserId; request: ExportRequest },
): Promise<Export> {
  const id = await exportIdOf(owner, request)
  const [known, hasLeft] = await Promise.all([edges.exports.get(id), edges.leavers.hasLeft(owner)])
  if (hasLeft) throw accountDeleted()
  const now = edges.now()
  const expiresAt = Math.floor(now / 1_000) + lastsSeconds
  if (known && isBeingMade(known, now)) return known
  if (known?.status === 'READY' && !isExpired(known, now)) {
    return (await edges.exports.change(known, { expiresAt })) ?? known
  }
  await Promise.all([
    checkComposition(edges, owner, request),
    checkStoredBytes(edges, owner, settings.storedBytes),
  ])
  if (known) return begin(edges, known, expiresAt)
  const record = await edges.exports.createOnce({
    ...request,
    id,
    owner,
    createdAt: new Date(now).toISOString(),
    status: 'QUEUED',
    revision: 1,
    attempt: 0,
    progress: 0,
    expiresAt,
  })
  await edges.exportQueue.send(record)
  return record
}

/** Begins anew, unless another call or a worker was faster: then that one sees to it. */
async function begin(
  edges: Pick<Edges, 'exports' | 'exportQueue'>,
  known: Export,
  expiresAt: number,
): Promise<Export> {
  const record = await edges.exports.change(known, { ...anew, expiresAt })
  if (record) await edges.exportQueue.send(record)
  return record ?? (await edges.exports.get(known.id)) ?? known
}

/** As if nothing had been made of it. */
const anew = {
  status: 'QUEUED',
  attempt: 0,
  progress: 0,
  leaseUntil: null,
  key: null,
  width: null,
  height: null,
  bytes: null,
  changedOutside: null,
  errorCode: null,
  reason: null,
} as const satisfies ExportChange

/** All that it is made of is the caller's, and its file can be as large. */
async function checkComposition(
  edges: Pick<Edges, 'generations' | 'pictures'>,
  owner: UserId,
  request: ExportRequest,
): Promise<void> {
  const { pictureId: id, canvas, mime, maxSidePx } = request
  const root = await ownPicture(edges, owner, { id, field: 'pictureId' })
  const { width = 0, height = 0 } = root
  const seen = canvasOf(canvas, { width, height })
  if (canvas) orThrow(canvasProblem(canvas, undefined, 'canvas'))
  orThrow(exportSizeProblem(exportSizeOf(seen, maxSidePx), mime))
  await checkLayers(edges, owner, request)
}
