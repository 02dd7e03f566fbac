import { enqueueUploads } from '../../jobs/enqueue-upload.ts'
import { queueHandler } from '../../observability/handle-queue.ts'
import { createIngestQueue } from '../../store/ingest-queue.ts'
import { uploadedKeys } from '../../store/upload-event.ts'
import { environmentSchema } from '../environment.ts'

const environment = environmentSchema.pick({ INGEST_QUEUE_URL: true }).parse(process.env)

const edges = { ingests: createIngestQueue(environment.INGEST_QUEUE_URL) }

export const handler = queueHandler('enqueue-upload', async ({ id, body }) => {
  const sent = await enqueueUploads(edges, { messageId: id, keys: uploadedKeys(body) })
  return { again: false, facts: { sent } }
})
