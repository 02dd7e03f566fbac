import { type Deployment, resourcesOfType } from '../assembly/resource.ts'
import type { TokenVerifier } from '../cognito/token-verifier.ts'
import type { DynamoDbCaller } from '../dynamodb/caller.ts'
import type { Service, ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { Authorizer, Caller } from '../iam/caller.ts'
import type { FunctionInvoker } from '../lambda/invoker.ts'
import type { Log } from '../log.ts'
import { type Api, createApi } from './api.ts'
import { readApis } from './definition.ts'
import { handleHttp } from './http.ts'
import { reportRefused } from './javascript/report-refused.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { logOutcome } from './log-outcome.ts'
import { createHub, type Hub } from './realtime/hub.ts'
import { createRealtime } from './realtime/server.ts'
import type { VerifySigned } from './realtime/signed-headers.ts'

export type AppSyncOptions = {
  readonly deployment: Deployment
  readonly authorizer: Authorizer
  readonly tokens: TokenVerifier
  readonly functions: FunctionInvoker
  readonly dynamodb: DynamoDbCaller
  /** The session that AppSync opens with a data source's service role. */
  readonly roleCaller: (roleArn: string) => Caller
  /** Verifies signatures that come inside WebSocket messages; without it IAM has no subscriptions. */
  readonly verifySigned?: VerifySigned
  readonly log: Log
  /** Milliseconds since the epoch. */
  readonly clock?: () => number
  /** For tests; the defaults are AppSync's quotas. */
  readonly limits?: Partial<Limits>
}

/** `/appsync/{apiId}/graphql`, with `/realtime` for the WebSocket */
const route = /^\/appsync\/([^/]+)\/graphql(\/realtime)?\/?$/

/**
 * The GraphQL APIs of a deployment: HTTP and realtime.
 * @throws Error when a schema, resolver or data source of the deployment cannot be read
 */
export function createAppSync(options: AppSyncOptions): Service {
  const { deployment, log, clock = Date.now } = options
  const limits: Limits = { ...defaultLimits, ...options.limits }
  const edges = {
    tokens: options.tokens,
    authorizer: options.authorizer,
    functions: options.functions,
    dynamodb: options.dynamodb,
    roleCaller: options.roleCaller,
    region: deployment.region,
    accountId: deployment.accountId,
    identityPoolId: resourcesOfType(deployment, 'AWS::Cognito::IdentityPool')[0]?.physicalId,
    clock,
    log,
  }
  const served = new Map<string, { api: Api; hub: Hub }>()
  for (const definition of readApis(deployment)) {
    const api = createApi(definition, edges, limits)
    served.set(definition.apiId, { api, hub: createHub(api, log) })
    reportRefused(definition, api.edges.compile, log).catch((cause: unknown) =>
      log({ service: 'appsync', level: 'warning', message: `cannot compile: ${String(cause)}` }),
    )
  }
  const find = (path: string): { api: Api; hub: Hub } | undefined =>
    served.get(route.exec(path)?.[1] ?? '')
  const realtime = createRealtime({ find, limits, log, verifySigned: options.verifySigned })
  return {
    body: 'buffer',
    maxBodyBytes: limits.requestBytes,
    operationOf: () => 'graphql',
    handle: async (request) => {
      const target = find(request.path)
      if (!target || route.exec(request.path)?.[2]) return notFound
      return answer(target, request, log)
    },
    upgrade: realtime.upgrade,
    close: realtime.close,
  }
}

const notFound: ServiceResponse = {
  status: 404,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    errors: [{ errorType: 'NotFoundException', message: 'There is no such API.' }],
  }),
}

async function answer(
  { api, hub }: { api: Api; hub: Hub },
  request: ServiceRequest,
  log: Log,
): Promise<ServiceResponse> {
  const asked = { startedMs: Date.now(), isSigned: request.caller !== undefined }
  try {
    return await handleHttp(api, request, async (outcome) => {
      logOutcome(outcome, asked, log)
      await hub.publish(outcome)
    })
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    log({ service: 'appsync', level: 'warning', message: `request failed: ${reason}` })
    return {
      status: 500,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        errors: [{ errorType: 'InternalFailure', message: 'Internal failure in the sandbox.' }],
      }),
    }
  }
}
