import { parentPort } from 'node:worker_threads'
import { type EngineJob, runJob } from './job.ts'
import type { Raster } from './raster.ts'

/** What a worker answers to one job. */
export type WorkerReply = { readonly picture: Raster } | { readonly error: string }

const port = parentPort
if (port === null) throw new Error('this file runs as a worker thread')

port.on('message', (job: EngineJob) => {
  const reply = answer(job)
  const transfer = 'picture' in reply ? [reply.picture.data.buffer as ArrayBuffer] : []
  port.postMessage(reply, transfer)
})

function answer(job: EngineJob): WorkerReply {
  try {
    return { picture: runJob(job) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}
