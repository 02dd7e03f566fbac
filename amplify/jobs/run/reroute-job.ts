import { AppError, orThrow } from '#domain/errors.ts'
import { failedWith, mayHavePaid } from '#domain/generation/ending.ts'
import type { Generation, GenerationLog } from '#domain/generation/generation.ts'
import { messageText } from '#domain/message/text.ts'
import type { ModelAccess } from '#domain/model/access.ts'
import { findModel, modelsWith } from '#domain/model/catalogue.ts'
import { requestProblem } from '#domain/model/check.ts'
import { findRoute, type Route } from '#domain/model/route.ts'
import { requestOf } from '#domain/operation/request.ts'
import { type Limits, limitReached } from '#domain/usage/usage.ts'
import type { Edges } from '../../store/edges.ts'
import type { JobMessage } from '../../store/job-queue.ts'
import { endGeneration } from '../end-generation.ts'
import { letWait } from './let-wait.ts'

type Needed = Pick<Edges, 'generations' | 'usage' | 'queue' | 'modelStates' | 'now'>

export type RerouteSettings = { readonly access: ModelAccess; readonly limits: Limits }

/**
 * Retires a model that a call found gone, for the whole deployment, and sends the job to the best
 * other one, with its quota reserved at that one's price and the reason on its record.
 * @returns the record afterwards: waiting, or failed when no other model can do it
 */
export async function rerouteJob(
  edges: Needed,
  settings: RerouteSettings,
  of: { seen: Generation; message: JobMessage; change: GenerationLog },
): Promise<Generation | undefined> {
  const { seen, message } = of
  const now = edges.now()
  await edges.modelStates.retire(seen.modelUsed)
  try {
    const { model, reason, note } = await nextRoute(edges, settings, seen)
    const next = { ...seen, modelUsed: model.id }
    const reservation = await edges.usage.reserveAnew(next, settings.limits)
    if (reservation.kind === 'REFUSED') throw limitReached(reservation.limit, seen.createdAt)
    const change = {
      modelUsed: model.id,
      modelReason: reason ? messageText(reason) : null,
      modelNote: note ? messageText(note) : null,
    }
    return await letWait(edges, seen, {
      message,
      delaySeconds: 0,
      untilMs: now,
      change: { ...of.change, ...change },
    })
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'INTERNAL') throw error
    // What was paid for at the old model is looked for by nobody now.
    if (mayHavePaid({ ...seen, ...of.change })) await edges.usage.settleWhole(seen)
    return endGeneration(edges, seen, { ending: failedWith(error, of.change), isWorker: true })
  }
}

/** @throws AppError MODEL_RETIRED and the like, when no other model can do what was asked */
async function nextRoute(
  edges: Needed,
  { access }: RerouteSettings,
  seen: Generation,
): Promise<Route> {
  const request = requestOf(seen)
  const today = new Date(edges.now()).toISOString().slice(0, 10)
  const foundRetired = new Set([...(await edges.modelStates.foundRetired()), seen.modelUsed])
  const route = orThrow(findRoute(request, { ...access, today, foundRetired }))
  const retiredName = findModel(seen.modelUsed, modelsWith(access.own))?.name ?? seen.modelUsed
  const cause = requestProblem(request, route.model)
  if (cause) {
    const because = messageText(cause.reason)
    const { name: modelName } = route.model
    const reason = { key: 'replacementRefuses', retiredName, modelName, because } as const
    throw new AppError('MODEL_RETIRED', reason, { cause })
  }
  return { reason: { key: 'modelRetired', modelName: retiredName }, ...route }
}
