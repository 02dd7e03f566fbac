import { AppError } from '#domain/errors.ts'
import type { Ending } from '#domain/generation/ending.ts'
import {
  type Generation,
  type GenerationLog,
  type GenerationOutput,
} from '#domain/generation/generation.ts'
import { requestOf } from '#domain/generation/request.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { findModel } from '#domain/model/catalogue.ts'
import { priceOf } from '#domain/model/price.ts'
import type { MicroDollars } from '#domain/money.ts'
import { chooseAdapter } from '../models/choose-adapter.ts'
import type { ModelFailure } from '../models/read-failure.ts'
import type { Edges } from '../store/edges.ts'
import { callModel } from './call-model.ts'
import { prepareOperation } from './prepare-operation.ts'
import { storeOutput } from './store-output.ts'

type Needed = Pick<Edges, 'generations' | 'pictures' | 'objects' | 'models' | 'now' | 'random'>

export type Made =
  | Ending
  /** The model refused uncharged for now; nothing came. */
  | { readonly kind: 'TURNED_AWAY'; readonly failure: ModelFailure }
  /** The record was removed while the model worked: nothing is kept. */
  | {
      readonly kind: 'GONE'
      readonly costMicros: MicroDollars
      readonly outputs: GenerationOutput[]
    }

/**
 * Makes a claimed job's images: prepares, calls the model, finishes each image and stores it.
 * @throws AppError when the picture or the mask cannot be worked on
 */
export async function makeOutputs(edges: Needed, claimed: Generation): Promise<Made> {
  const card = cardOf(claimed)
  const startedAt = edges.now()
  const prepared = await prepareOperation(edges, claimed, { card, request: requestOf(claimed) })
  const preparedAt = edges.now()
  const isWanted = async () => {
    const current = await edges.generations.get(claimed.id)
    return current !== undefined && !current.cancelRequested
  }
  const came = await callModel(edges.models, {
    card,
    adapter: chooseAdapter(card),
    operation: prepared.operation,
    isWanted,
  })
  const { failure, images } = came
  if (images.length === 0 && came.stopped) return { kind: 'CANCELLED' }
  if (images.length === 0 && failure?.throttled) return { kind: 'TURNED_AWAY', failure }

  const calledAt = edges.now()
  const { size, quality } = prepared.operation
  const costMicros = priceOf(card, { tier: size.tier, quality, count: images.length })
  const isGone = images.length > 0 && (await edges.generations.get(claimed.id)) === undefined
  const outputs: GenerationOutput[] = []
  for (const [index, image] of isGone ? [] : images.entries()) {
    outputs.push(await storeOutput(edges, claimed, { index, ...image, finish: prepared.finish }))
  }
  if (isGone) return { kind: 'GONE', costMicros, outputs: images.map(countedOnly) }
  for (let index = images.length; index < claimed.count; index += 1) {
    outputs.push({ index, ...came.missing })
  }
  const log: GenerationLog = {
    ...prepared.log,
    outputBytes: outputs.reduce((sum, output) => sum + (output.bytes ?? 0), 0),
    prepareMs: preparedAt - startedAt,
    modelMs: calledAt - preparedAt,
    pasteMs: edges.now() - calledAt,
  }
  return { kind: 'OUTPUTS', outputs, costMicros, log }
}

/** An image that was paid for and not kept: it still counts as used. */
function countedOnly(_image: unknown, index: number): GenerationOutput {
  return { index, status: 'SUCCEEDED' }
}

function cardOf({ modelUsed }: Generation): ModelCard {
  const card = findModel(modelUsed)
  if (card) return card
  throw new AppError('MODEL_RETIRED', 'The model of this job is not known here any more.')
}
