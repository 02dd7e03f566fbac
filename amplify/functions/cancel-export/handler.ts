import * as z from 'zod'
import { exportIdSchema } from '#domain/ids.ts'
import { cancelExport } from '../../jobs/cancel-export.ts'
import { resolver } from '../../observability/handle.ts'
import { createDataApi } from '../../store/data-api.ts'
import { createExports } from '../../store/exports.ts'
import { openRate } from '../open-rate.ts'
import { readNeeds } from '../read-needs.ts'

const told = readNeeds('cancelExport')

const edges = { exports: createExports(createDataApi(told.places)) }

export const handler = resolver(
  {
    name: 'cancel-export',
    arguments: z.object({ id: exportIdSchema }),
    rate: openRate(told),
  },
  (call) => cancelExport(edges, call.owner, call.arguments.id),
)
