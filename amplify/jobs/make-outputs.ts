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
import type { Edges } from '../store/edges.ts'
import { type AnswerJournal, openJournal } from './answer-journal.ts'
import {
  callModel,
  cancelled,
  type Halt,
  isMade,
  type MadeImage,
  type Missing,
} from './call-model.ts'
import type { HeldJob } from './hold-job.ts'
import type { Prepared } from './prepare/prepared.ts'
import { prepareOperation } from './prepare-operation.ts'
import { storeOutput } from './store-output.ts'

type Needed = Pick<Edges, 'generations' | 'pictures' | 'objects' | 'models' | 'pace' | 'now'>

export type Made =
  | Ending
  | { readonly kind: 'HALTED'; readonly halt: Halt; readonly modelMs: number }
  /** The record was removed while the model worked: nothing is kept. */
  | {
      readonly kind: 'GONE'
      readonly costMicros: MicroDollars
      readonly outputs: GenerationOutput[]
    }

type Job = {
  readonly held: HeldJob
  /** Why only what was paid for already may be used, if so. */
  readonly mayNotCall?: Missing | undefined
  readonly callsUntil: number
}

/**
 * Makes a claimed job's images: prepares, calls the model, finishes each image and stores it.
 * @throws AppError when the picture or the mask cannot be worked on
 */
export async function makeOutputs(edges: Needed, job: Job): Promise<Made> {
  const claimed = job.held.current()
  const card = cardOf(claimed)
  const journal = openJournal(edges, claimed, {
    model: card.id,
    isFirst: (claimed.modelCalls ?? 0) === 0,
  })
  const startedAt = edges.now()
  const prepared = await prepareOperation(
    // Drawn from the job's own id, so that a worker that takes over asks for the very same images.
    { objects: edges.objects, random: () => chanceOf(claimed) },
    claimed,
    { card, request: requestOf(claimed) },
  )
  const preparedAt = edges.now()
  const adapter = chooseAdapter(card)
  const called = await callModel(edges, { ...job, card, adapter, ...prepared, journal })
  const calledAt = edges.now()
  const modelMs = (claimed.modelMs ?? 0) + calledAt - preparedAt
  if (called.kind === 'HALTED') {
    await journal.flush()
    return { kind: 'HALTED', halt: called.halt, modelMs }
  }
  const log = { ...prepared.log, prepareMs: preparedAt - startedAt, modelMs }
  return finish(edges, { claimed, card, prepared, journal, ...called, log, calledAt })
}

type Unfinished = {
  readonly claimed: Generation
  readonly card: ModelCard
  readonly prepared: Prepared
  readonly journal: AnswerJournal
  readonly images: readonly (MadeImage | Missing)[]
  readonly log: GenerationLog
  readonly calledAt: number
}

async function finish(edges: Needed, of: Unfinished): Promise<Made> {
  const { claimed, card, images, prepared } = of
  const came = images.filter(isMade)
  if (came.length === 0 && images.includes(cancelled)) return { kind: 'CANCELLED', log: of.log }
  const { size, quality } = prepared.operation
  const costMicros = priceOf(card, { tier: size.tier, quality, count: came.length })
  if ((await edges.generations.get(claimed.id)) === undefined) {
    await of.journal.flush()
    return { kind: 'GONE', costMicros, outputs: came.map(countedOnly) }
  }
  const outputs: GenerationOutput[] = []
  for (const [index, image] of images.entries()) {
    const stored = isMade(image)
      ? await storeOutput(edges, claimed, { index, ...image, finish: prepared.finish })
      : { index, ...image }
    outputs.push(stored)
  }
  // Only now: storing the answers went on beside the work on them.
  await of.journal.flush()
  const log: GenerationLog = {
    ...of.log,
    outputBytes: outputs.reduce((sum, output) => sum + (output.bytes ?? 0), 0),
    pasteMs: edges.now() - of.calledAt,
  }
  return { kind: 'OUTPUTS', outputs, costMicros, log }
}

/** An image that was paid for and not kept: it still counts as used. */
function countedOnly(_image: unknown, index: number): GenerationOutput {
  return { index, status: 'SUCCEEDED' }
}

/** A number from 0 to below 1 that is the same for the same job; ids are random by nature. */
function chanceOf({ id }: Generation): number {
  return Number.parseInt(id.slice(0, 8), 16) / 2 ** 32
}

function cardOf({ modelUsed }: Generation): ModelCard {
  const card = findModel(modelUsed)
  if (card) return card
  throw new AppError('MODEL_RETIRED', 'The model of this job is not known here any more.')
}
