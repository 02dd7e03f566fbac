import { enqueueUploads } from '../../jobs/enqueue-upload.ts'
import { queueHandler } from '../../observability/handle-queue.ts'
import { createIngestQueue } from '../../store/ingest-queue.ts'
import { uploadedObjects } from '../../store/upload-event.ts'
import { readNeeds } from '../read-needs.ts'

const { places } = readNeeds('enqueueUpload')

const edges = { ingests: createIngestQueue(places.ingestQueueUrl) }

export const handler = queueHandler('enqueue-upload', async ({ id, body }) => {
  const sent = await enqueueUploads(edges, { messageId: id, uploads: uploadedObjects(body) })
  return { again: false, facts: { sent } }
})
