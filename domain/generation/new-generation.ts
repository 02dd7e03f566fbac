import type { Rect } from '../frame/space.ts'
import type { GenerationId, UserId } from '../ids.ts'
import { messageText } from '../message/text.ts'
import type { Route } from '../model/route.ts'
import type { GenerationRequest } from '../operation/request.ts'
import type { Generation } from './generation.ts'

/** The index value of a job that is not finished yet. */
export const openMark = 'OPEN'

/**
 * The record of a job as it is accepted: queued, first revision.
 * @param job `at` in epoch milliseconds; the keys are those of the pictures that the request names,
 *   the rectangles those of its layers
 */
export function newGeneration(job: {
  id: GenerationId
  owner: UserId
  request: GenerationRequest
  requestHash: string
  requestId: string
  route: Route
  sourceKey?: string | undefined
  referenceKeys?: readonly string[]
  layerRects?: readonly Rect[]
  at: number
  lifetimeSeconds: number
}): Generation {
  const { request, route, sourceKey, referenceKeys = [], layerRects = [] } = job
  const { model: modelAsked, ...asked } = request
  return {
    ...asked,
    id: job.id,
    owner: job.owner,
    createdAt: new Date(job.at).toISOString(),
    deadline: new Date(job.at + job.lifetimeSeconds * 1_000).toISOString(),
    requestHash: job.requestHash,
    requestId: job.requestId,
    ...(modelAsked === undefined ? {} : { modelAsked }),
    modelUsed: route.model.id,
    ...(route.reason === undefined ? {} : { modelReason: messageText(route.reason) }),
    ...(route.note === undefined ? {} : { modelNote: messageText(route.note) }),
    ...(sourceKey === undefined ? {} : { sourceKey }),
    ...(referenceKeys.length === 0 ? {} : { referenceKeys: [...referenceKeys] }),
    ...(layerRects.length === 0 ? {} : { layerRects: [...layerRects] }),
    status: 'QUEUED',
    revision: 1,
    attempt: 0,
    open: openMark,
  }
}
