import * as z from 'zod'
import { parseDocumentSave } from '#domain/document/save.ts'
import { saveDocument } from '../../jobs/save-document.ts'
import { resolver } from '../../observability/handle.ts'
import { openRate } from '../open-rate.ts'
import { openStores } from '../open-stores.ts'
import { readNeeds } from '../read-needs.ts'

const told = readNeeds('saveDocument')
const { settings, places } = told

const edges = openStores(places)

export const handler = resolver(
  {
    name: 'save-document',
    arguments: z.object({ document: z.unknown() }),
    rate: openRate(told),
  },
  (call) => {
    const save = parseDocumentSave(call.arguments.document)
    return saveDocument(edges, settings, { owner: call.owner, save })
  },
)
