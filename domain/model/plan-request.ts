import { AppError } from '../errors.ts'
import type { UnmaskedRequest } from '../operation/request.ts'
import { type Amount, reservationOf } from '../usage/usage.ts'
import type { AccessToday } from './access.ts'
import { requestProblem } from './check.ts'
import { findRoute, type Route } from './route.ts'

/** Who runs a request, and what is reserved for it while it runs: all images, at the dearest size. */
export type RequestPlan = { readonly route: Route; readonly reservation: Amount }

/**
 * Plans a request by the same rules for whoever asks: the panel before it sends, the function that
 * accepts, the worker that has to take another model.
 * @returns the plan, or the refusal, before anything is paid
 */
export function planRequest(request: UnmaskedRequest, access: AccessToday): RequestPlan | AppError {
  const route = findRoute(request, access)
  if (route instanceof AppError) return route
  const { id: modelUsed } = route.model
  return (
    requestProblem(request, route.model) ?? {
      route,
      reservation: reservationOf({ ...request, modelUsed }),
    }
  )
}
