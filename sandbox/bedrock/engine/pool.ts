import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { EngineJob } from './engine-job.ts'
import { runInstantJob } from './instant.ts'
import type { Picture } from './raster/raster.ts'
import type { WorkerReply } from './worker.ts'

/** What makes pictures. */
export interface Engine {
  /**
   * @throws {EngineBusyError} when the queue is full
   * @throws {Error} when the job fails, outlives its time or the engine is closed
   */
  run(job: EngineJob): Promise<Picture>
  /** Stops all work; what is running or waiting is rejected. */
  close(): Promise<void>
}

/** Too many jobs are waiting: come back later. */
export class EngineBusyError extends Error {
  override readonly name = 'EngineBusyError'
}

/** The engine for benches and quick tests: every job is done at once, on this thread. */
export function createInstantEngine(): Engine {
  return { run: async (job) => runInstantJob(job), close: async () => undefined }
}

type Task = {
  readonly job: EngineJob
  readonly resolve: (picture: Picture) => void
  readonly reject: (error: Error) => void
}

/**
 * The classical engine: a bounded queue before a bounded pool of worker threads, which start when
 * first needed.
 * @param limits `threads`: default one a core; `waiting`: most jobs in the queue, default 64;
 *   `timeoutMs`: processor-bound work that takes longer is ended, default two minutes
 */
export function createWorkerEngine(
  limits: { threads?: number; waiting?: number; timeoutMs?: number } = {},
): Engine {
  const { threads = Math.max(1, availableParallelism()), waiting = 64 } = limits
  const timeoutMs = limits.timeoutMs ?? 120_000
  const queue: Task[] = []
  const idle: Worker[] = []
  const busy = new Map<Worker, Task>()
  let isClosed = false

  const enlist = (): Worker => {
    const worker = startWorker()
    // One that dies while idle is never given work; while busy, its job hears of it as well.
    worker
      .on('error', () => undefined)
      .once('exit', () => {
        const at = idle.indexOf(worker)
        if (at >= 0) idle.splice(at, 1)
      })
    return worker
  }

  const next = (): void => {
    while (queue.length > 0) {
      const worker = idle.pop() ?? (busy.size < threads ? enlist() : undefined)
      const task = worker === undefined ? undefined : queue.shift()
      if (worker === undefined || task === undefined) return
      busy.set(worker, task)
      void runOn(worker, task.job, timeoutMs).then(
        (picture) => finish(worker, () => task.resolve(picture)),
        (error: unknown) => finish(worker, () => task.reject(asError(error)), true),
      )
    }
  }

  const finish = (worker: Worker, settle: () => void, isBroken = false): void => {
    busy.delete(worker)
    if (isBroken) void worker.terminate()
    else idle.push(worker)
    settle()
    next()
  }

  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new Error('the engine is closed'))
        if (queue.length >= waiting) return reject(new EngineBusyError('the queue is full'))
        queue.push({ job, resolve, reject })
        return next()
      }),
    close: async () => {
      isClosed = true
      for (const task of queue.splice(0)) task.reject(new Error('the engine is closed'))
      await Promise.all([...idle.splice(0), ...busy.keys()].map((worker) => worker.terminate()))
    },
  }
}

function startWorker(): Worker {
  const worker = new Worker(fileURLToPath(new URL('worker-start.mjs', import.meta.url)), {
    execArgv: [],
  })
  worker.unref()
  return worker
}

function runOn(worker: Worker, job: EngineJob, timeoutMs: number): Promise<Picture> {
  return new Promise<Picture>((resolve, reject) => {
    const end = (result: Picture | Error): void => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      worker.unref()
      if (result instanceof Error) reject(result)
      else resolve(result)
    }
    const onMessage = (reply: WorkerReply): void =>
      end('picture' in reply ? reply.picture : new Error(reply.error))
    const onError = (error: unknown): void => end(asError(error))
    const onExit = (): void => end(new Error('the worker thread ended'))
    const timer = setTimeout(() => end(new Error('the job took too long')), timeoutMs)
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.ref()
    worker.postMessage(job, [])
  })
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
