import { parentPort } from 'node:worker_threads'
import type { EngineJob } from './engine-job.ts'
import type { Picture } from './raster/raster.ts'
import { runJob } from './run-job.ts'

/** What a worker answers to one job. */
export type WorkerReply = { readonly picture: Picture } | { readonly error: string }

const port = parentPort
if (port === null) throw new Error('this file runs as a worker thread')

port.on('message', (job: EngineJob) => {
  const reply = answer(job)
  const transfer = 'picture' in reply ? buffersOf(reply.picture) : []
  port.postMessage(reply, transfer)
})

function answer(job: EngineJob): WorkerReply {
  try {
    return { picture: runJob(job) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

/** Handed over rather than copied; what a picture shares with its job's is the thread's own copy. */
function buffersOf({ data, alpha }: Picture): ArrayBuffer[] {
  return [data, ...(alpha === undefined ? [] : [alpha])].map((each) => each.buffer as ArrayBuffer)
}
