import { catalogue } from '../../domain/model/catalogue.ts'
import { expectedPrice } from '../../domain/model/price.ts'
import { bestFor } from '../../domain/model/route.ts'
import type { Task } from '../../domain/model/task.ts'
import { awsPrices } from './aws-prices.ts'

/** Edits that a table counts. */
export const editCount = 1_000

/** What an edit of a picture takes of AWS besides its model, estimated on the high side. */
const edit = {
  /** The worker at 3,008 MB, its model's answer waited for; the resolvers and the ingest of a mask. */
  workerSeconds: 20,
  workerGb: 3_008 / 1_024,
  otherGbSeconds: 3,
  invocations: 8,
  apiRequests: 25,
  messages: 20,
  queueRequests: 12,
  rowWrites: 40,
  rowReads: 60,
  objectWrites: 6,
  objectReads: 8,
  logGb: 0.00002,
  /** Patch, renditions and mask, kept for a month. */
  storedGb: 0.005,
}

export type Row = { readonly task: Task; readonly model: string; readonly dollars: number }

/** The models' part of 1,000 edits of one image each, by task, without any preferred model. */
export function modelCosts(): readonly Row[] {
  // Models that had ended when the prices were seen are left out, whenever this runs.
  const today =
    catalogue
      .map(({ priceSource }) => priceSource.seenOn)
      .toSorted()
      .at(-1) ?? ''
  const access = {
    modelRegions: ['us-west-2'],
    preferredModels: [],
    allowedRetiredModels: [],
    today,
  }
  const tasks = [...new Set(catalogue.flatMap(({ abilities }) => Object.keys(abilities)))] as Task[]
  return tasks.flatMap((task) => {
    const card = bestFor(task, access)
    if (!card) return []
    const quality = card.abilities[task]?.qualities[0] ?? 'STANDARD'
    const { perImage } = expectedPrice(card, { quality, count: 1 })
    return { task, model: card.name, dollars: (perImage * editCount) / 1_000_000 }
  })
}

/** What 1,000 edits take of AWS besides their models. */
export function awsCosts(): number {
  const gbSeconds = edit.workerSeconds * edit.workerGb + edit.otherGbSeconds
  const each =
    gbSeconds * awsPrices.lambdaGbSecond +
    edit.invocations * awsPrices.lambdaRequest +
    edit.apiRequests * awsPrices.appSyncRequest +
    edit.messages * awsPrices.appSyncMessage +
    edit.queueRequests * awsPrices.sqsRequest +
    edit.rowWrites * awsPrices.dynamoWrite +
    edit.rowReads * awsPrices.dynamoRead +
    edit.objectWrites * awsPrices.s3Write +
    edit.objectReads * awsPrices.s3Read +
    edit.logGb * awsPrices.logGb +
    edit.storedGb * awsPrices.s3GbMonth
  return each * editCount
}
