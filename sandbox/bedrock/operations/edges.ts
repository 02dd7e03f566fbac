import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts'
import type { Authorizer, Caller } from '../../iam/caller.ts'
import type { CallLog } from '../call-log.ts'
import type { Engine } from '../engine/pool.ts'
import { BedrockError } from '../errors.ts'
import type { Guardrail } from '../guardrails.ts'
import type { RetiredFrom } from '../lifecycle.ts'
import type { ModelTools } from '../models/model.ts'
import type { Quota } from '../quota.ts'

/** From where, and for which account, a call is. */
export type Place = { readonly region: string; readonly accountId: string }

/** What the operations are handed. */
export type BedrockEdges = {
  readonly engine: Engine
  readonly authorizer: Authorizer
  readonly quota: Quota
  /** Milliseconds since the epoch. */
  readonly clock: () => number
  readonly randomSeed: () => number
  /** Where charged calls are noted. */
  readonly calls: CallLog | undefined
  /** The Region of the deployment, for callers whose signature names none. */
  readonly region: string
  readonly retiredFrom: RetiredFrom
  /** Models that the account may not call. */
  readonly withoutAgreement: ReadonlySet<string>
  /** Instead of each model's own quota. */
  readonly requestsPerMinute: number | undefined
  /** Those that a call from an account in a Region may name. */
  readonly guardrails: (place: Place) => readonly Guardrail[]
  /** What the filters are ordered to catch of the next request of an operation. */
  readonly blocked: (operation: string) => ModelTools['blocked']
}

/**
 * Who signed a request, and for which Region: a call is of the Region of its signature, wherever the
 * deployment is.
 * @throws {BedrockError} UnrecognizedClientException when nobody did
 */
export function signerOf(
  request: ServiceRequest,
  { region }: Pick<BedrockEdges, 'region'>,
): { readonly caller: Caller; readonly region: string } {
  if (request.caller === undefined) {
    throw new BedrockError(
      'UnrecognizedClientException',
      403,
      'The security token included in the request is invalid.',
    )
  }
  return { caller: request.caller, region: request.signature?.scope.split('/')[1] ?? region }
}

/** An answer of 200 with its body as JSON. */
export function jsonResponse(request: ServiceRequest, body: object): ServiceResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': request.requestId },
    body: JSON.stringify(body),
  }
}
