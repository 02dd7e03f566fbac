import { retrySecondsAfter } from '../../jobs/enqueue-upload.ts'
import { type IngestEnd, ingestUpload } from '../../jobs/ingest-upload.ts'
import { queueHandler } from '../../observability/handle-queue.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createIngestQueue, ingestMessageSchema } from '../../store/ingest-queue.ts'
import { createLeavers } from '../../store/leavers.ts'
import { createObjects } from '../../store/objects.ts'
import { createPictures } from '../../store/pictures.ts'
import { environmentSchema } from '../environment.ts'

const environment = environmentSchema
  .pick({
    AWS_REGION: true,
    DATA_ENDPOINT: true,
    BUCKET_NAME: true,
    USAGE_TABLE: true,
    STORED_BYTES: true,
    INGEST_QUEUE_URL: true,
  })
  .parse(process.env)

const api = createDataApi({ url: environment.DATA_ENDPOINT, region: environment.AWS_REGION })
const edges = {
  pictures: createPictures(api),
  objects: createObjects(environment.BUCKET_NAME),
  leavers: createLeavers(environment.USAGE_TABLE),
  now: Date.now,
}

const settings = { maxStoredBytes: environment.STORED_BYTES }

const ingests = createIngestQueue(environment.INGEST_QUEUE_URL)

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
