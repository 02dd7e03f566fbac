import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Deployment } from '../assembly/resource.ts'
import type { FaultSource } from '../faults/faults.ts'
import type { Service, ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { Authorizer } from '../iam/caller.ts'
import type { Log } from '../log.ts'
import type { CallLog } from './call-log.ts'
import { createInstantEngine, createWorkerEngine } from './engine/pool.ts'
import { BedrockError, errorResponse } from './errors.ts'
import { createGuardrail, type Guardrail } from './guardrails.ts'
import type { RetiredFrom } from './lifecycle.ts'
import { maxBodyBytes } from './operations/admit-call.ts'
import { converse } from './operations/converse.ts'
import type { BedrockEdges } from './operations/edges.ts'
import {
  getAvailability,
  getFoundationModel,
  listFoundationModels,
} from './operations/foundation-models.ts'
import { invokeModel } from './operations/invoke-model.ts'
import { createQuota } from './quota.ts'

export type BedrockOptions = {
  readonly deployment: Pick<Deployment, 'region'>
  readonly authorizer: Authorizer
  readonly log: Log
  /** What the model's filters are ordered to catch; the other faults strike at the gateway. */
  readonly faults?: Pick<FaultSource, 'take'>
  /** Milliseconds since the epoch. */
  readonly clock?: () => number
  /** Which models come to their end, and when; nothing does unless it is said here. */
  readonly retiredFrom?: RetiredFrom
  /** Models that the account has no agreement for, so that it may not call them. */
  readonly withoutAgreement?: ReadonlySet<string>
  /** Instead of each model's own quota of requests a minute. */
  readonly requestsPerMinute?: number
  /** Ids of guardrails that exist beside those of the template, each with its draft and version 1. */
  readonly guardrails?: readonly string[]
  /** Where charged calls are noted. */
  readonly calls?: CallLog
  /** Every answer takes at least this long. */
  readonly latencyMs?: number
  /** `classical` paints in worker threads (default); `instant` answers at once, for benches. */
  readonly engine?: 'classical' | 'instant'
}

/** Bedrock's models: those of `models/table.ts`, refusing what AWS refuses. */
export interface BedrockService extends Service {
  /** The guardrails of the template that runs from now on. */
  useGuardrails(guardrails: readonly Guardrail[]): void
  close(): Promise<void>
}

/** Bedrock Runtime's InvokeModel and Converse, and of Bedrock itself what it tells of its models. */
export function createBedrockRuntime(options: BedrockOptions): BedrockService {
  const { deployment, authorizer, log, clock = Date.now, latencyMs = 0 } = options
  const engine = options.engine === 'instant' ? createInstantEngine() : createWorkerEngine()
  const closing = new AbortController()
  let templateGuardrails: readonly Guardrail[] = []
  const edges: BedrockEdges = {
    authorizer,
    engine,
    clock,
    calls: options.calls,
    randomSeed: () => randomInt(1, 4_294_967_295),
    quota: createQuota(clock),
    region: deployment.region,
    retiredFrom: options.retiredFrom ?? {},
    withoutAgreement: options.withoutAgreement ?? new Set(),
    requestsPerMinute: options.requestsPerMinute,
    guardrails: (place) => [
      ...templateGuardrails,
      ...(options.guardrails ?? []).map((id) => createGuardrail(id, place)),
    ],
    blocked: (operation) =>
      options.faults?.take({ service: 'bedrock', operation }, ['block'])?.what,
  }
  const answer = async (request: ServiceRequest): Promise<ServiceResponse> => {
    if (latencyMs > 0) await wait(latencyMs, undefined, { signal: closing.signal })
    const route = routeOf(request)
    if (route !== undefined) return route.run(edges, request)
    throw new BedrockError(
      'UnknownOperationException',
      404,
      `${request.method} ${request.path} is not an operation of this offline runtime.`,
    )
  }
  return {
    body: 'buffer',
    maxBodyBytes,
    // Of the template it knows the guardrails only, and a picture in the making takes long.
    isLasting: true,
    operationOf: (request) => routeOf(request)?.name,
    useGuardrails: (guardrails) => {
      templateGuardrails = guardrails
    },
    handle: async (request) => {
      try {
        return await answer(request)
      } catch (error) {
        return refuse(error, { log, operation: routeOf(request)?.name ?? 'unknown operation' })
      }
    },
    close: async () => {
      closing.abort()
      await engine.close()
    },
  }
}

type Operation = (
  edges: BedrockEdges,
  request: ServiceRequest,
  id: string,
) => Promise<ServiceResponse>

/** Every operation that there is, by method and path; what the path names is decoded. */
const operations: readonly (readonly [name: string, method: string, RegExp, Operation])[] = [
  ['InvokeModel', 'POST', /^\/model\/([^/]+)\/invoke$/, invokeModel],
  ['Converse', 'POST', /^\/model\/([^/]+)\/converse$/, converse],
  ['GetFoundationModel', 'GET', /^\/foundation-models\/(.+)$/, getFoundationModel],
  [
    'GetFoundationModelAvailability',
    'GET',
    /^\/foundation-model-availability\/(.+)$/,
    getAvailability,
  ],
  ['ListFoundationModels', 'GET', /^\/foundation-models\/?$/, listFoundationModels],
]

type Route = {
  readonly name: string
  run(edges: BedrockEdges, request: ServiceRequest): Promise<ServiceResponse>
}

function routeOf(request: ServiceRequest): Route | undefined {
  for (const [name, method, path, operation] of operations) {
    const match = request.method === method ? path.exec(request.path) : null
    if (match === null) continue
    return { name, run: (edges, asked) => operation(edges, asked, decodeId(match[1] ?? '')) }
  }
  return undefined
}

/** What cannot be decoded names no model. */
function decodeId(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return ''
  }
}

function refuse(
  error: unknown,
  { log, operation }: { readonly log: Log; readonly operation: string },
): ServiceResponse {
  const known =
    error instanceof BedrockError
      ? error
      : new BedrockError('InternalServerException', 500, 'The request could not be processed.')
  const cause = error === known ? '' : ` (${error instanceof Error ? error.message : 'unknown'})`
  log({
    service: 'bedrock',
    level: error === known ? 'detail' : 'warning',
    message: `${operation} answered ${known.type}${cause}`,
  })
  return errorResponse(known)
}
