import { type IngestEnd, ingestUpload } from '../../jobs/ingest-upload.ts'
import { queueHandler } from '../../observability/handle-queue.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createLeavers } from '../../store/leavers.ts'
import { createObjects } from '../../store/objects.ts'
import { createPictures } from '../../store/pictures.ts'
import { uploadedKeys } from '../../store/upload-event.ts'
import { environmentSchema } from '../environment.ts'

const environment = environmentSchema
  .pick({
    AWS_REGION: true,
    DATA_ENDPOINT: true,
    BUCKET_NAME: true,
    USAGE_TABLE: true,
    STORED_BYTES: true,
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

export const handler = queueHandler('ingest-upload', async ({ body }) => {
  const outcomes: string[] = []
  for (const key of uploadedKeys(body)) {
    const end = await ingestUpload(edges, settings, key)
    outcomes.push(outcomeOf(end))
  }
  return { again: false, facts: { outcomes: outcomes.join(', ') } }
})

function outcomeOf(end: IngestEnd): string {
  if (end.kind === 'SKIPPED') return end.reason
  return end.kind === 'KEPT' ? end.kind : `${end.kind} ${end.picture.id}`
}
