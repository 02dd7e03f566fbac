import * as z from 'zod'
import { parseExportRequest } from '#domain/export/request.ts'
import { acceptExport } from '../../jobs/accept-export.ts'
import { resolver } from '../../observability/handle.ts'
import { createExportQueue } from '../../store/export-queue.ts'
import { openRate } from '../open-rate.ts'
import { openStores } from '../open-stores.ts'
import { readNeeds } from '../read-needs.ts'

const told = readNeeds('exportPicture')
const { settings, places } = told

const edges = { ...openStores(places), exportQueue: createExportQueue(places.exportQueueUrl) }

export const handler = resolver(
  {
    name: 'export-picture',
    arguments: z.object({ request: z.unknown() }),
    rate: openRate(told),
  },
  (call) => {
    const request = parseExportRequest(call.arguments.request)
    return acceptExport(edges, settings, { owner: call.owner, request })
  },
)
