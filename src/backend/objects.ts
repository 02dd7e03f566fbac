import { getUrl, uploadData } from 'aws-amplify/storage'
import { AppError } from '#domain/errors.ts'
import { assetCache } from './asset-cache.ts'
import { toAppError } from './errors.ts'

/** Signed links live as long as one download may take; they are never stored. */
const linkLifeSeconds = 900
const maxParallelLoads = 6

const loading = new Map<string, Promise<Blob>>()
const waiting: (() => void)[] = []
let running = 0

/**
 * The bytes of an object: from this device if kept, else by a link signed for this very load. Two
 * callers of the same key share one load, and at most six loads run at a time.
 * @throws AppError OFFLINE, NOT_FOUND, FORBIDDEN or INTERNAL
 */
export function loadObject(key: string): Promise<Blob> {
  const known = loading.get(key)
  if (known) return known
  const load = loadOnce(key).finally(() => loading.delete(key))
  loading.set(key, load)
  return load
}

async function loadOnce(key: string): Promise<Blob> {
  const kept = await assetCache.get(key)
  if (kept) return kept
  await turn()
  try {
    const { url } = await getUrl({ path: key, options: { expiresIn: linkLifeSeconds } })
    const response = await fetch(url)
    if (!response.ok) throw refusal(response.status)
    const blob = await response.blob()
    await assetCache.put(key, blob)
    return blob
  } catch (error) {
    throw toAppError(error)
  } finally {
    handOn()
  }
}

/**
 * Opens an object to be read as it comes, past what is kept on this device.
 * @returns `undefined` when it is not stored any more
 * @throws AppError OFFLINE, FORBIDDEN or INTERNAL
 */
export async function openObject(key: string, signal: AbortSignal): Promise<Response | undefined> {
  try {
    const { url } = await getUrl({ path: key, options: { expiresIn: linkLifeSeconds } })
    const response = await fetch(url, { signal })
    if (response.ok) return response
    await response.body?.cancel()
    // Nobody may list the bucket, so S3 says 403 of one's own key that is not there.
    if (response.status === 404 || response.status === 403) return undefined
    throw refusal(response.status)
  } catch (error) {
    throw toAppError(error)
  }
}

/**
 * Signs a link by which the browser saves an object itself, however large it is.
 * @param fileName what the file is to be called
 * @throws AppError OFFLINE, UNAUTHENTICATED or INTERNAL
 */
export async function linkToSave(key: string, fileName: string): Promise<string> {
  try {
    const contentDisposition = `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`
    const options = { expiresIn: linkLifeSeconds, contentDisposition }
    const { url } = await getUrl({ path: key, options })
    return url.href
  } catch (error) {
    throw toAppError(error)
  }
}

/** Waits for one of the places; the load that ends hands its place on. */
function turn(): Promise<void> {
  if (running < maxParallelLoads) {
    running += 1
    return Promise.resolve()
  }
  return new Promise((resolve) => {
    waiting.push(resolve)
  })
}

function handOn(): void {
  const next = waiting.shift()
  if (next) next()
  else running -= 1
}

function refusal(status: number): AppError {
  if (status === 404) return new AppError('NOT_FOUND', { key: 'imageGone' })
  if (status === 403) return new AppError('FORBIDDEN', { key: 'imageForbidden' })
  return new AppError('INTERNAL', { key: 'imageNotLoaded' })
}

export type ObjectUpload = {
  readonly key: string
  readonly blob: Blob
  readonly mime: string
  readonly fileName?: string
  /** Called with 0 to 1. */
  readonly onProgress?: (fraction: number) => void
  readonly signal?: AbortSignal
}

/**
 * Uploads one object under a content-addressed key, so that a repeat is harmless.
 * @throws AppError CANCELLED when the signal aborted, OFFLINE, UNAUTHENTICATED or INTERNAL
 */
export async function uploadObject(upload: ObjectUpload): Promise<void> {
  const { key, blob, mime, fileName, onProgress, signal } = upload
  const task = uploadData({
    path: key,
    data: blob,
    options: {
      contentType: mime,
      // The value that the server would set, so that it has nothing to change.
      contentDisposition: 'attachment',
      // Object metadata travels in HTTP headers, which carry ASCII only.
      ...(fileName ? { metadata: { 'file-name': encodeURIComponent(fileName) } } : {}),
      onProgress: ({ transferredBytes, totalBytes }) =>
        onProgress?.(totalBytes ? transferredBytes / totalBytes : 0),
    },
  })
  const handleAbort = () => task.cancel()
  signal?.addEventListener('abort', handleAbort)
  if (signal?.aborted) task.cancel()
  try {
    await task.result
  } catch (error) {
    if (signal?.aborted) throw new AppError('CANCELLED', { key: 'uploadStopped' })
    throw toAppError(error)
  } finally {
    signal?.removeEventListener('abort', handleAbort)
  }
}
