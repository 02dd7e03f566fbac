import { AppError } from '../errors.ts'
import type { Operation } from '../generation/operation.ts'
import type { ModelCard, ModelId } from './card.ts'
import { catalogue, findModel } from './catalogue.ts'

/** What a deployment may call. */
export type ModelAccess = {
  readonly region: string
  /** Models that it may use past their end of life. */
  readonly allowedRetired: readonly ModelId[]
}

/** `today` is an ISO date, e.g. `2026-11-21`. */
type AccessToday = ModelAccess & { readonly today: string }

export type Route = {
  readonly model: ModelCard
  /** Why another model than the one asked for was taken; absent when it was not. */
  readonly reason?: string
}

/**
 * Chooses the model for an operation: the one asked for if it can, else the best that can.
 * @throws AppError UNSUPPORTED, MODEL_RETIRED or MODEL_UNAVAILABLE, before anything is paid
 */
export function routeModel(
  asked: ModelId | undefined,
  operation: Operation,
  access: AccessToday,
): Route {
  const wanted = asked === undefined ? undefined : findModel(asked)
  if (asked !== undefined && wanted === undefined) {
    throw new AppError('UNSUPPORTED', 'That model is not known here.', { field: 'model' })
  }
  const problem = wanted && obstacle(wanted, operation, access)
  if (wanted && !problem) return { model: wanted }
  const other = catalogue.find((card) => !obstacle(card, operation, access))
  if (other && problem) return { model: other, reason: problem.detail }
  if (other) return { model: other }
  throw problem ?? firstObstacle(operation, access)
}

/** Why this model cannot run this operation here today, if so. */
function obstacle(
  card: ModelCard,
  operation: Operation,
  access: AccessToday,
): AppError | undefined {
  if (!card.operations.includes(operation)) {
    return new AppError('UNSUPPORTED', `${card.name} cannot do this.`, { field: 'operation' })
  }
  const { endOfLife } = card.lifecycle
  if (
    endOfLife !== undefined &&
    access.today >= endOfLife &&
    !access.allowedRetired.includes(card.id)
  ) {
    return new AppError('MODEL_RETIRED', `${card.name} was retired on ${endOfLife}.`, {
      field: 'model',
    })
  }
  if (!card.regions.includes(access.region)) {
    return new AppError('MODEL_UNAVAILABLE', `${card.name} is not offered in ${access.region}.`, {
      field: 'model',
    })
  }
  return undefined
}

function firstObstacle(operation: Operation, access: AccessToday): AppError {
  const problems = catalogue.flatMap((card) => obstacle(card, operation, access) ?? [])
  const capable = problems.find((problem) => problem.code !== 'UNSUPPORTED')
  return capable ?? new AppError('UNSUPPORTED', 'No model can do this.', { field: 'operation' })
}
