import { makeExport } from '../../jobs/make-export.ts'
import { queueHandler } from '../../observability/handle-queue.ts'
import { exportMessageSchema } from '../../store/export-queue.ts'
import { openStores } from '../open-stores.ts'
import { readNeeds } from '../read-needs.ts'

const { settings, places } = readNeeds('makeExport')

const edges = openStores(places)
// A worker is ended before its lease, and a dead one's message comes again after it.
const { runSeconds: leaseSeconds } = settings

export const handler = queueHandler('make-export', async ({ body }) => {
  const { id } = exportMessageSchema.parse(body)
  const { record, isRepeat } = await makeExport(edges, { leaseSeconds }, id)
  const { status, mime, bytes, errorCode } = record ?? {}
  return { again: false, facts: { outcome: status, isRepeat, mime, bytes, errorCode } }
})
