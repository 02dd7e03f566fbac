import * as z from 'zod'
import { documentIdSchema } from '#domain/ids.ts'
import { restoreDocuments } from '../../jobs/trash-documents.ts'
import { resolver } from '../../observability/handle.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createDocuments } from '../../store/documents.ts'
import { openRate } from '../open-rate.ts'
import { readNeeds } from '../read-needs.ts'

const told = readNeeds('restoreDocuments')

const edges = { documents: createDocuments(createDataApi(told.places)) }

/** One answer can be waited for this many. */
const maxIds = 100

export const handler = resolver(
  {
    name: 'restore-documents',
    arguments: z.object({ ids: z.array(documentIdSchema).max(maxIds) }),
    rate: openRate(told),
  },
  (call) => restoreDocuments(edges, call.owner, call.arguments.ids),
)
