import * as z from 'zod'
import { dueOwners, tidyObjects } from '../../jobs/tidy-objects.ts'
import { createLogger, type Invocation, logged } from '../../observability/handle.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createDocuments } from '../../store/documents.ts'
import { createExports } from '../../store/exports.ts'
import { createGenerations } from '../../store/generations.ts'
import { createLeavers } from '../../store/leavers.ts'
import { createObjects } from '../../store/objects.ts'
import { createPictures } from '../../store/pictures.ts'
import { readNeeds } from '../read-needs.ts'

const { places } = readNeeds('tidyObjects')

const api = createDataApi(places)
const edges = {
  generations: createGenerations(api),
  pictures: createPictures(api),
  exports: createExports(api),
  documents: createDocuments(api),
  objects: createObjects(places.bucketName),
  leavers: createLeavers(places.usageTable),
  now: Date.now,
}
const logger = createLogger('tidy-objects')

/** Half an hour more than the longest life of a job (12 h), twice over. */
const orphanSeconds = 90_000

/** What whoever runs the deployment may ask for by hand; a schedule asks for nothing. */
const eventSchema = z.object({
  owners: z
    .string()
    .regex(/^[0-9a-f][0-9a-f-]*$/)
    .optional()
    .catch(undefined),
  olderThanSeconds: z.number().min(0).default(orphanSeconds).catch(orphanSeconds),
})

export const handler = (event: unknown, { awsRequestId: requestId }: Invocation): Promise<void> =>
  logged(logger, { requestId }, async () => {
    const asked = eventSchema.parse(event ?? {})
    const owners = asked.owners ?? dueOwners(Date.now())
    const facts = await tidyObjects(edges, { ...asked, owners })
    return { result: undefined, facts: { ...facts, owners } }
  })
