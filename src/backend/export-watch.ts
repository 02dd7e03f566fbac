/** An export from the request to its end, as one promise. Knows no network and no clock of its own. */
import { AppError } from '#domain/errors.ts'
import { type Export, isEnded } from '#domain/export/export.ts'
import type { ExportRequest } from '#domain/export/request.ts'
import { newer } from '#domain/generation/status.ts'
import { readMessageText } from '#domain/message/text.ts'

/** What the promise is made of; each may throw AppError. */
export type ExportEdges = {
  /** Asks for it; a call again gives the same export, and repairs what was left out. */
  readonly ask: (request: ExportRequest) => Promise<Export>
  readonly fetch: (id: string) => Promise<Export | undefined>
  readonly cancel: (id: string) => Promise<unknown>
  /** Tells of every change of the person's exports. @returns a function that stops it */
  readonly listen: (next: (record: Export) => void) => () => void
  /** Waits so long, or until it is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Events may be missing, so the record is read as well. */
const readEveryMs = 3_000
/** So many reads without any change, and it is asked for again: a message may be lost. */
const maxQuietReads = 20

/**
 * Makes an export and waits for its end.
 * @param of `onProgress` is told from 0 to 1; when `signal` aborts, the export is cancelled
 * @returns the export, which is ready
 * @throws AppError with the reason why there is none, CANCELLED when it was cancelled
 */
export async function watchExport(
  edges: ExportEdges,
  request: ExportRequest,
  of: { onProgress: (progress: number) => void; signal: AbortSignal },
): Promise<Export> {
  const heard: Export[] = []
  let wake = new AbortController()
  const stop = edges.listen((record) => {
    heard.push(record)
    wake.abort()
  })
  const handleAbort = () => wake.abort()
  of.signal.addEventListener('abort', handleAbort)
  try {
    let known = await edges.ask(request)
    let quietReads = 0
    while (!isEnded(known)) {
      of.onProgress(known.progress)
      wake = new AbortController()
      if (heard.length === 0 && !of.signal.aborted) await edges.pause(readEveryMs, wake.signal)
      if (of.signal.aborted) {
        await edges.cancel(known.id)
        throw new AppError('CANCELLED', { key: 'exportCancelled' })
      }
      const news = heard.splice(0)
      if (news.length === 0) {
        quietReads += 1
        news.push(
          await read(edges, request, { id: known.id, isLost: quietReads % maxQuietReads === 0 }),
        )
      }
      const { id } = known
      const latest: Export = news.filter((each) => each.id === id).reduce<Export>(newer, known)
      if (latest !== known) quietReads = 0
      known = latest
    }
    return ready(known)
  } finally {
    stop()
    of.signal.removeEventListener('abort', handleAbort)
  }
}

async function read(
  edges: Pick<ExportEdges, 'ask' | 'fetch'>,
  request: ExportRequest,
  { id, isLost }: { id: string; isLost: boolean },
): Promise<Export> {
  const found = isLost ? await edges.ask(request) : await edges.fetch(id)
  if (found) return found
  throw new AppError('NOT_FOUND', { key: 'exportUnknown' })
}

function ready(record: Export): Export {
  const { status, errorCode = 'INTERNAL', reason } = record
  if (status === 'READY') return record
  if (status === 'CANCELLED') throw new AppError('CANCELLED', { key: 'exportCancelled' })
  throw new AppError(errorCode, reason ? readMessageText(reason) : { key: 'internal' })
}
