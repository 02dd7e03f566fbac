import { AppError } from '#domain/errors.ts'
import type { PatchImage } from './patch-image.ts'
import type { PatchReply, PatchRequest } from './patch-worker.ts'

type Waiting = {
  readonly resolve: (image: PatchImage) => void
  readonly reject: (error: AppError) => void
}

const waiting = new Map<number, Waiting>()
let worker: Worker | undefined
let lastId = 0

/**
 * Decodes a patch's file in a worker, which is started when first needed.
 * @returns bitmaps, which are the caller's to close
 * @throws AppError INVALID_IMAGE; the next call starts another worker where one has died
 */
export function decodeInWorker(file: Blob): Promise<PatchImage> {
  lastId += 1
  const request: PatchRequest = { id: lastId, file }
  return new Promise((resolve, reject) => {
    waiting.set(request.id, { resolve, reject })
    running().postMessage(request, [])
  })
}

function running(): Worker {
  if (worker) return worker
  worker = new Worker(new URL('./patch-worker.ts', import.meta.url), { type: 'module' })
  worker.addEventListener('message', ({ data }: MessageEvent<PatchReply>) => {
    const waiter = waiting.get(data.id)
    waiting.delete(data.id)
    if ('image' in data) waiter?.resolve(data.image)
    else waiter?.reject(damaged(data.reason))
  })
  worker.addEventListener('error', ({ message }) => {
    worker?.terminate()
    worker = undefined
    for (const { reject } of waiting.values()) reject(damaged(message))
    waiting.clear()
  })
  return worker
}

function damaged(cause: string): AppError {
  return new AppError('INVALID_IMAGE', { key: 'fileDamaged' }, { cause })
}
