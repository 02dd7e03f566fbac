import { ingestUpload } from '../../jobs/ingest-upload.ts'
import { queueHandler } from '../../observability/handle-queue.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createObjects } from '../../store/objects.ts'
import { createPictures } from '../../store/pictures.ts'
import { uploadedKeys } from '../../store/upload-event.ts'
import { environmentSchema } from '../environment.ts'

const environment = environmentSchema
  .pick({ AWS_REGION: true, DATA_ENDPOINT: true, BUCKET_NAME: true })
  .parse(process.env)

const api = createDataApi({ url: environment.DATA_ENDPOINT, region: environment.AWS_REGION })
const edges = {
  pictures: createPictures(api),
  objects: createObjects(environment.BUCKET_NAME),
  now: Date.now,
}

export const handler = queueHandler('ingest-upload', async ({ body }) => {
  const outcomes: string[] = []
  for (const key of uploadedKeys(body)) {
    const end = await ingestUpload(edges, key)
    outcomes.push(end.kind === 'SKIPPED' ? end.reason : `${end.kind} ${end.picture.id}`)
  }
  return { again: false, facts: { outcomes: outcomes.join(', ') } }
})
