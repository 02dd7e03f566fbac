import { AppError } from '../errors.ts'
import type { Message } from '../message/message.ts'
import { type AccessToday, regionFor } from './access.ts'
import type { ModelCard } from './card.ts'
import { findModel, modelsWith } from './catalogue.ts'
import { type Routable, type Task, taskOf } from './task.ts'

export type Route = {
  readonly model: ModelCard
  /** Why another model than the one asked for was taken; absent when it was not. */
  readonly reason?: Message
  /** How the model comes nearest to what was asked, where it cannot do just that. */
  readonly note?: Message
}

/**
 * Chooses the model for a request: the one asked for if it can, else the best that can. Limits do
 * not choose: a prompt too long for the best model is refused, not sent to a dearer one.
 * @returns the route, or UNSUPPORTED, MODEL_RETIRED or MODEL_UNAVAILABLE
 */
export function findRoute(request: Routable, access: AccessToday): Route | AppError {
  const task = taskOf(request)
  const { model: asked } = request
  const wanted = asked === undefined ? undefined : findModel(asked, modelsWith(access.own))
  if (asked !== undefined && wanted === undefined) {
    return new AppError('UNSUPPORTED', { key: 'modelUnknown' }, { field: 'model' })
  }
  const problem = wanted && obstacle(wanted, task, access)
  if (wanted && !problem) return routeTo(wanted, task)
  const other = bestFor(task, access)
  if (!other) return problem ?? firstObstacle(task, access)
  return { ...routeTo(other, task), ...(problem && { reason: problem.reason }) }
}

/**
 * The model that a task goes to when none is asked for.
 * @returns `undefined` when none can do it here today
 */
export function bestFor(task: Task, access: AccessToday): ModelCard | undefined {
  return inOrder(task, access).find((card) => !obstacle(card, task, access))
}

function routeTo(model: ModelCard, task: Task): Route {
  const note = model.abilities[task]?.note
  return { model, ...(note === undefined ? {} : { note }) }
}

/** Preferred ones first; then those that do just this before those that come near. */
function inOrder(task: Task, access: AccessToday): readonly ModelCard[] {
  const { preferredModels: preferred } = access
  const place = (card: ModelCard): number => {
    const at = preferred.indexOf(card.id)
    if (at !== -1) return at
    return preferred.length + (card.abilities[task]?.note === undefined ? 0 : 1)
  }
  return modelsWith(access.own).toSorted((one, other) => place(one) - place(other))
}

/** Why this model cannot run this task here today, if so. */
function obstacle(card: ModelCard, task: Task, access: AccessToday): AppError | undefined {
  if (!card.abilities[task]) {
    const reason = { key: 'modelCannot', modelName: card.name, task } as const
    return new AppError('UNSUPPORTED', reason, { field: 'operation' })
  }
  const { endOfLife } = card.lifecycle
  const isPast = endOfLife !== undefined && access.today >= endOfLife
  if (
    access.foundRetired?.has(card.id) ||
    (isPast && !access.allowedRetiredModels.includes(card.id))
  ) {
    const reason: Message = isPast
      ? { key: 'modelRetiredOn', modelName: card.name, endOfLife }
      : { key: 'modelRetired', modelName: card.name }
    return new AppError('MODEL_RETIRED', reason, { field: 'model' })
  }
  if (!card.endpoint && regionFor(card, access.modelRegions) === undefined) {
    const { name: modelName } = card
    const reason: Message = { key: 'modelElsewhere', modelName, regions: [...access.modelRegions] }
    return new AppError('MODEL_UNAVAILABLE', reason, { field: 'model' })
  }
  return undefined
}

/** The most hopeful reason why no model can: a model in another Region, else a past one. */
function firstObstacle(task: Task, access: AccessToday): AppError {
  const problems = inOrder(task, access).flatMap((card) => obstacle(card, task, access) ?? [])
  const capable = problems.filter((problem) => problem.code !== 'UNSUPPORTED')
  const elsewhere = capable.find((problem) => problem.code === 'MODEL_UNAVAILABLE')
  const none = new AppError('UNSUPPORTED', { key: 'noModelCan', task }, { field: 'operation' })
  return elsewhere ?? capable[0] ?? none
}
