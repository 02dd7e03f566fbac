import type { Service, ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { Authorizer } from '../iam/caller.ts'
import type { Functions } from './functions.ts'

/** Lambda's largest synchronous request. */
const maxPayloadBytes = 6_291_456

/** Lambda's HTTP API as tools use it: Invoke, synchronous and as an event, and ListFunctions. */
export function createLambda(options: Edges): Service {
  return {
    body: 'buffer',
    maxBodyBytes: maxPayloadBytes,
    operationOf: ({ method }) => (method === 'GET' ? 'ListFunctions' : 'Invoke'),
    handle: (request) => route(options, request),
  }
}

type Edges = { readonly functions: Functions; readonly authorizer: Authorizer }

async function route(edges: Edges, request: ServiceRequest): Promise<ServiceResponse> {
  const { method, path } = request
  if (method === 'GET' && /^\/2015-03-31\/functions\/?$/.test(path)) {
    return listFunctions(edges, request)
  }
  const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path)?.[1]
  if (method !== 'POST' || name === undefined) {
    const message = 'The sandbox only knows Invoke and ListFunctions.'
    return failure(404, 'UnknownOperationException', message)
  }
  return await invoke(edges, request, decodeURIComponent(name))
}

async function invoke(
  { functions, authorizer }: Edges,
  request: ServiceRequest,
  wanted: string,
): Promise<ServiceResponse> {
  const config = functions.configs.find((each) => each.name === wanted || each.arn === wanted)
  if (!config) return failure(404, 'ResourceNotFoundException', `Function not found: ${wanted}`)
  const { allowed, message } = authorizer.authorize({
    caller: request.caller,
    action: 'lambda:InvokeFunction',
    resource: config.arn,
  })
  if (!allowed) return failure(403, 'AccessDeniedException', message)
  const payload = parse(request.body)
  if (payload === undefined) {
    const reason = 'Could not parse request body into json.'
    return failure(400, 'InvalidRequestContentException', reason)
  }
  const isEvent = request.headers['x-amz-invocation-type'] === 'Event'
  const type = isEvent ? 'Event' : 'RequestResponse'
  const result = await functions.invoke(config.arn, payload.value, type)
  if (result.kind === 'returned') {
    return isEvent ? { status: 202 } : { status: 200, body: JSON.stringify(result.payload) }
  }
  const { errorType, errorMessage } = result
  // An event that failed was not taken; what becomes of one that was is told to nobody.
  if (isEvent || result.isRefused) return failure(429, errorType, errorMessage)
  return {
    status: 200,
    headers: { 'x-amz-function-error': 'Unhandled' },
    body: JSON.stringify({ errorType, errorMessage, trace: [] }),
  }
}

/** All of them in one page: an assembly has few. */
function listFunctions(
  { functions, authorizer }: Edges,
  { caller }: ServiceRequest,
): ServiceResponse {
  const decision = authorizer.authorize({ caller, action: 'lambda:ListFunctions', resource: '*' })
  if (!decision.allowed) return failure(403, 'AccessDeniedException', decision.message)
  const list = functions.configs.map((config) => ({
    FunctionName: config.name,
    FunctionArn: config.arn,
    Role: config.roleArn,
    Handler: config.handler,
    Timeout: config.timeoutMs / 1000,
    MemorySize: config.memoryMb,
  }))
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ Functions: list }),
  }
}

function parse(body: Buffer): { value: unknown } | undefined {
  try {
    return { value: body.length === 0 ? {} : (JSON.parse(body.toString()) as unknown) }
  } catch {
    return undefined
  }
}

function failure(status: number, type: string, message: string): ServiceResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': type },
    body: JSON.stringify({ Type: 'User', Message: message }),
  }
}
