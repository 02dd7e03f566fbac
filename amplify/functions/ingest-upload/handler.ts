import { retrySecondsAfter } from '../../jobs/enqueue-upload.ts'
import { type IngestEnd, ingestUpload } from '../../jobs/ingest-upload.ts'
import { queueHandler } from '../../observability/handle-queue.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createIngestQueue, ingestMessageSchema } from '../../store/ingest-queue.ts'
import { createLeavers } from '../../store/leavers.ts'
import { createObjects } from '../../store/objects.ts'
import { createPictures } from '../../store/pictures.ts'
import { readNeeds } from '../read-needs.ts'

const { settings, places } = readNeeds('ingestUpload')

const api = createDataApi(places)
const edges = {
  pictures: createPictures(api),
  objects: createObjects(places.bucketName),
  leavers: createLeavers(places.usageTable),
  now: Date.now,
}

const ingests = createIngestQueue(places.ingestQueueUrl)

export const handler = queueHandler(
  'ingest-upload',
  async ({ body }) => {
    const { key } = ingestMessageSchema.parse(body)
    const end = await ingestUpload(edges, settings, key)
    return { again: false, facts: { outcome: outcomeOf(end) } }
  },
  ({ receiptHandle, deliveries }) => ingests.hide(receiptHandle, retrySecondsAfter(deliveries)),
)

function outcomeOf(end: IngestEnd): string {
  if (end.kind === 'SKIPPED') return end.reason
  return end.kind === 'KEPT' ? end.kind : `${end.kind} ${end.picture.id}`
}
