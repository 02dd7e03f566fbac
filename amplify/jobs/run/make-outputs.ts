import { AppError } from '#domain/errors.ts'
import type { Generation } from '#domain/generation/generation.ts'
import type { ModelCard } from '#domain/model/card.ts'
import { findModel, modelsWith } from '#domain/model/catalogue.ts'
import { guarded } from '#domain/model/guarded.ts'
import { requestOf } from '#domain/operation/request.ts'
import { chooseAdapter } from '../../models/choose-adapter.ts'
import type { Edges } from '../../store/edges.ts'
import { openJournal } from '../answer-journal.ts'
import { callModel, type Missing } from './call-model.ts'
import { finishOutputs, type Made } from './finish-outputs.ts'
import type { HeldJob } from './hold-job.ts'
import { prepareOperation } from './prepare-operation.ts'

type Needed = Pick<Edges, 'generations' | 'pictures' | 'objects' | 'models' | 'pace' | 'now'>

type Job = {
  readonly held: HeldJob
  /** Why only what was paid for already may be used, if so. */
  readonly refusalToCall?: Missing | undefined
  /** Epoch milliseconds after which no further call may begin, and when this worker must be done. */
  readonly callsUntil: number
  readonly endsAt: number
  /** Whether calls go through a guardrail. */
  readonly isGuarded: boolean
  /** Models that this deployment added. */
  readonly own?: readonly ModelCard[] | undefined
}

/**
 * Makes a claimed job's images: prepares, calls the model, finishes each image and stores it.
 * @throws AppError when the picture or the mask cannot be worked on
 */
export async function makeOutputs(edges: Needed, job: Job): Promise<Made> {
  const claimed = job.held.current()
  const card = job.isGuarded ? guarded(cardOf(claimed, job.own)) : cardOf(claimed, job.own)
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
  const { endsAt } = job
  return finishOutputs(edges, {
    claimed,
    card,
    prepared,
    journal,
    ...called,
    log,
    calledAt,
    endsAt,
  })
}

/** A number from 0 to below 1 that is the same for the same job; ids are random by nature. */
function chanceOf({ id }: Generation): number {
  return Number.parseInt(id.slice(0, 8), 16) / 2 ** 32
}

function cardOf({ modelUsed }: Generation, own: readonly ModelCard[] | undefined): ModelCard {
  const card = findModel(modelUsed, modelsWith(own))
  if (card) return card
  throw new AppError('MODEL_RETIRED', { key: 'jobModelUnknown' })
}
