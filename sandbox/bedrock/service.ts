import { setTimeout as wait } from 'node:timers/promises'
import type { Deployment } from '../assembly/resource.ts'
import type { FaultSource } from '../faults/faults.ts'
import type { Service, ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { Authorizer } from '../iam/caller.ts'
import type { Log } from '../log.ts'
import { createInstantEngine, createWorkerEngine } from './engine/pool.ts'
import { BedrockError, errorResponse } from './errors.ts'
import { type InvokeEdges, invokeModel } from './operations/invoke-model.ts'
import { createQuota } from './quota.ts'

/** Request and response bodies of InvokeModel: at most 25,000,000 bytes. */
const maxBodyBytes = 25_000_000
/** The only one that there is. */
const operation = 'InvokeModel'

export type BedrockOptions = {
  readonly deployment: Pick<Deployment, 'region'>
  readonly authorizer: Authorizer
  readonly log: Log
  /** What the model's filters are ordered to catch; the other faults strike at the gateway. */
  readonly faults?: Pick<FaultSource, 'take'>
  /** Milliseconds since the epoch. */
  readonly clock?: () => number
  /** By model id: milliseconds since the epoch from when on its version has ended. */
  readonly retiredFrom?: Readonly<Record<string, number>>
  /** Instead of each model's own quota of requests a minute. */
  readonly requestsPerMinute?: number
  /** Every answer takes at least this long. */
  readonly latencyMs?: number
  /** `classical` paints in worker threads (default); `instant` answers at once, for benches. */
  readonly engine?: 'classical' | 'instant'
}

/** Bedrock Runtime: InvokeModel for the models of `models/table.ts`, refusing what AWS refuses. */
export function createBedrockRuntime(
  options: BedrockOptions,
): Service & { close(): Promise<void> } {
  const { deployment, authorizer, log, clock = Date.now, latencyMs = 0 } = options
  const engine = options.engine === 'instant' ? createInstantEngine() : createWorkerEngine()
  const closing = new AbortController()
  const edges: InvokeEdges = {
    authorizer,
    engine,
    clock,
    quota: createQuota(clock),
    region: deployment.region,
    retiredFrom: options.retiredFrom ?? {},
    requestsPerMinute: options.requestsPerMinute,
    blocked: () => options.faults?.take({ service: 'bedrock', operation }, ['block'])?.what,
  }
  const answer = async (request: ServiceRequest): Promise<ServiceResponse> => {
    if (latencyMs > 0) await wait(latencyMs, undefined, { signal: closing.signal })
    return route(edges, request)
  }
  return {
    body: 'buffer',
    maxBodyBytes,
    // It reads nothing of the template, and a picture in the making takes long.
    isLasting: true,
    operationOf: () => operation,
    handle: async (request) => {
      try {
        return await answer(request)
      } catch (error) {
        return refuse(error, log)
      }
    },
    close: async () => {
      closing.abort()
      await engine.close()
    },
  }
}

function route(edges: InvokeEdges, request: ServiceRequest): Promise<ServiceResponse> {
  const modelId = /^\/model\/([^/]+)\/invoke$/.exec(request.path)?.[1]
  if (request.method === 'POST' && modelId !== undefined) {
    return invokeModel(edges, request, decodeModelId(modelId))
  }
  throw new BedrockError(
    'UnknownOperationException',
    404,
    `${request.method} ${request.path} is not an operation of this offline runtime.`,
  )
}

/** What cannot be decoded names no model. */
function decodeModelId(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return ''
  }
}

function refuse(error: unknown, log: Log): ServiceResponse {
  const known =
    error instanceof BedrockError
      ? error
      : new BedrockError('InternalServerException', 500, 'The request could not be processed.')
  const cause = error === known ? '' : ` (${error instanceof Error ? error.message : 'unknown'})`
  log({
    service: 'bedrock',
    level: error === known ? 'detail' : 'warning',
    message: `InvokeModel answered ${known.type}${cause}`,
  })
  return errorResponse(known)
}
