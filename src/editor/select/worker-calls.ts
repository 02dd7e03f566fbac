/** Asking a worker: one message there, one answer back, and news meanwhile. */

/** What a worker answers. */
export type Answered<Result> =
  | { readonly id: number; readonly kind: 'DONE'; readonly result: Result }
  | { readonly id: number; readonly kind: 'NEWS'; readonly share: number }
  | { readonly id: number; readonly kind: 'FAILED'; readonly reason: string }

export type Asked<Request> = { readonly id: number; readonly request: Request }

/** The page's end of a worker, which is started when first needed. */
export interface WorkerCalls<Request, Result> {
  /**
   * @param with.transfer what is the worker's from now on
   * @param with.onNews hears how far it is, 0 to 1
   * @throws Error when the worker fails or dies; the next call starts another
   */
  ask(
    request: Request,
    options?: { readonly transfer?: Transferable[]; readonly onNews?: (share: number) => void },
  ): Promise<Result>
  /** Stops the worker and frees what it holds; a later call starts another. */
  readonly release: () => void
}

type Waiting<Result> = {
  readonly resolve: (result: Result) => void
  readonly reject: (error: Error) => void
  readonly onNews: ((share: number) => void) | undefined
}

/** @param startWorker starts a worker that `serveCalls` serves */
export function createWorkerCalls<Request, Result>(
  startWorker: () => Worker,
): WorkerCalls<Request, Result> {
  const waiting = new Map<number, Waiting<Result>>()
  let worker: Worker | undefined
  let lastId = 0
  const stop = (reason: string) => {
    worker?.terminate()
    worker = undefined
    const failed = [...waiting.values()]
    waiting.clear()
    for (const { reject } of failed) reject(new Error(reason))
  }
  const running = (): Worker => {
    if (worker) return worker
    worker = startWorker()
    worker.addEventListener('message', ({ data }: MessageEvent<Answered<Result>>) => {
      const waiter = waiting.get(data.id)
      if (data.kind === 'NEWS') return waiter?.onNews?.(data.share)
      waiting.delete(data.id)
      if (data.kind === 'DONE') waiter?.resolve(data.result)
      else waiter?.reject(new Error(data.reason))
      return undefined
    })
    worker.addEventListener('error', ({ message }) => stop(`The worker stopped: ${message}`))
    return worker
  }
  return {
    ask(request, { transfer = [], onNews } = {}) {
      lastId += 1
      const id = lastId
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject, onNews })
        const asked: Asked<Request> = { id, request }
        running().postMessage(asked, transfer)
      })
    },
    release: () => stop('The worker was released.'),
  }
}

/** The part of a dedicated worker's scope that is used; its library clashes with the page's. */
type WorkerScope<Request, Result> = {
  addEventListener(type: 'message', listener: (event: MessageEvent<Asked<Request>>) => void): void
  postMessage(message: Answered<Result>, transfer: Transferable[]): void
}

/** A result, and what of it is the page's from then on. */
export type Answer<Result> = readonly [result: Result, transfer: Transferable[]]

/**
 * Answers calls in a worker, one after the other, in their order.
 */
export function serveCalls<Result>(
  answer: (request: never, tell: (share: number) => void) => Promise<Answer<Result>>,
): void {
  const scope = globalThis as unknown as WorkerScope<never, Result>
  let queue: Promise<void> = Promise.resolve()
  scope.addEventListener('message', ({ data: { id, request } }) => {
    queue = queue.then(async () => {
      try {
        const tell = (share: number) => scope.postMessage({ id, kind: 'NEWS', share }, [])
        const [result, transfer] = await answer(request, tell)
        scope.postMessage({ id, kind: 'DONE', result }, transfer)
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        scope.postMessage({ id, kind: 'FAILED', reason }, [])
      }
    })
  })
}
