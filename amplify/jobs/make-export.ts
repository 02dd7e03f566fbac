import { AppError } from '#domain/errors.ts'
import { type Export, type ExportChange, isBeingMade, isEnded } from '#domain/export/export.ts'
import type { ExportId } from '#domain/ids.ts'
import { messageText } from '#domain/message/text.ts'
import { exportKey } from '#domain/object-key.ts'
import type { Edges } from '../store/edges.ts'
import { changeRecord } from './change-record.ts'
import { type MadeFile, makeFile } from './make-file.ts'

type Needed = Pick<Edges, 'exports' | 'generations' | 'pictures' | 'objects' | 'leavers' | 'now'>

export type MakeExportSettings = {
  /** For how long a worker has it alone: longer than it can run, shorter than its message is hidden. */
  readonly leaseSeconds: number
}

export type MadeExport =
  /** `isRepeat`: there was nothing to do for this message. */
  { readonly record?: Export; readonly isRepeat: boolean }

/** The first worker, and one more after it died; a third would die as they did. */
const maxAttempts = 2

/** How far it is when the file is made and has to be stored. */
const stored = 0.95

/** Between two notes of progress. */
const noteEveryMs = 1_000

/**
 * Makes the file of one export for one message, of which there may be several. A live lease keeps
 * every other worker out; the message of a worker that died comes again when its lease is over.
 * @throws what was not foreseen, after the export was ended with INTERNAL
 */
export async function makeExport(
  edges: Needed,
  settings: MakeExportSettings,
  id: ExportId,
): Promise<MadeExport> {
  const seen = await edges.exports.get(id)
  const now = edges.now()
  if (!seen || isEnded(seen) || isBeingMade(seen, now)) return repeat(seen)
  if (await edges.leavers.hasLeft(seen.owner)) return repeat(seen)
  if (seen.attempt >= maxAttempts) {
    return { isRepeat: false, ...(await end(edges, seen, interrupted)) }
  }
  const claimed = await edges.exports.change(seen, {
    status: 'RUNNING',
    attempt: seen.attempt + 1,
    progress: 0,
    leaseUntil: new Date(now + settings.leaseSeconds * 1_000).toISOString(),
  })
  if (!claimed) return repeat(seen)
  return { isRepeat: false, ...(await work(edges, claimed)) }
}

function repeat(record: Export | undefined): MadeExport {
  return { isRepeat: true, ...(record && { record }) }
}

async function work(edges: Needed, claimed: Export): Promise<{ record?: Export }> {
  const held = holdExport(edges, claimed)
  try {
    const { file, ...made } = await makeFile(edges, claimed, held.note)
    await held.check(stored)
    const { id, owner, mime } = claimed
    const key = exportKey(owner, { id, mime, madeAt: edges.now() })
    await edges.objects.write(key, file, mime)
    return await end(edges, held.current(), readyWith(made, key))
  } catch (error) {
    if (error instanceof Lost) return {}
    const known = error instanceof AppError ? error : undefined
    const ended = await end(edges, held.current(), failedWith(known ?? unforeseen))
    if (known && known.code !== 'INTERNAL') return ended
    throw error
  }
}

const unforeseen = new AppError('INTERNAL', 'An export ended by what nobody foresaw.')

function readyWith({ width, height, bytes, changedOutside }: Omit<MadeFile, 'file'>, key: string) {
  const counted = changedOutside === undefined ? {} : { changedOutside }
  return { status: 'READY', progress: 1, key, width, height, bytes, ...counted } as const
}

function failedWith({ code, reason }: AppError): ExportChange {
  return { status: 'FAILED', errorCode: code, reason: messageText(reason) }
}

const interrupted = failedWith(new AppError('INTERNAL', { key: 'exportInterrupted' }))

/** It was cancelled or removed, or is another worker's by now. */
class Lost extends Error {}

/**
 * How far it is, for its owner. Each note also looks whether the export is still this worker's.
 * Both throw `Lost` when it is not; `note` writes one at most every second.
 */
function holdExport(edges: Pick<Edges, 'exports' | 'now'>, claimed: Export) {
  let current = claimed
  let notedAt = edges.now()
  const check = async (progress: number): Promise<void> => {
    notedAt = edges.now()
    const seen = await changeRecord(edges.exports, current, (latest) =>
      isHeldBy(latest, claimed) ? { progress } : undefined,
    )
    if (!seen || !isHeldBy(seen, claimed)) throw new Lost()
    current = seen
  }
  const note = async (progress: number): Promise<void> => {
    if (edges.now() - notedAt >= noteEveryMs) await check(progress)
  }
  return { note, check, current: () => current }
}

/** Whether the worker that claimed it this way still holds it. */
function isHeldBy(current: Export, claimed: Export): boolean {
  return current.status === 'RUNNING' && current.leaseUntil === claimed.leaseUntil
}

/** Ends an export unless it ended, or was begun anew, since it was seen. */
async function end(
  edges: Pick<Edges, 'exports'>,
  seen: Export,
  change: ExportChange,
): Promise<{ record?: Export }> {
  const record = await changeRecord(edges.exports, seen, (latest) =>
    latest.status === seen.status && latest.leaseUntil === seen.leaseUntil
      ? { ...change, leaseUntil: null }
      : undefined,
  )
  return record ? { record } : {}
}
