import type { Service, ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { Authorizer } from '../iam/caller.ts'

/** What one operation answers: a body, or `undefined` for what is not there. */
type Operation = (request: ServiceRequest) => object | undefined

/**
 * A service that only reads, in JSON.
 * @param of.prefix of its actions in policies, e.g. `ses`
 * @param of.operationOf AWS's name of the operation that a request asks for
 */
export function readingService(of: {
  prefix: string
  authorizer: Authorizer
  operationOf: (request: ServiceRequest) => string
  operations: Readonly<Record<string, Operation>>
}): Service {
  return {
    body: 'buffer',
    maxBodyBytes: 10_000,
    operationOf: of.operationOf,
    handle: (request) => Promise.resolve(answer(of, request)),
  }
}

function answer(
  of: Parameters<typeof readingService>[0],
  request: ServiceRequest,
): ServiceResponse {
  const name = of.operationOf(request)
  const operation = of.operations[name]
  const action = `${of.prefix}:${name}`
  if (!operation) {
    return refusal(400, 'UnknownOperationException', `The sandbox does not know ${action}.`)
  }
  const { caller } = request
  const { allowed, message } = of.authorizer.authorize({ caller, action, resource: '*' })
  if (!allowed) return refusal(403, 'AccessDeniedException', message)
  const body = operation(request)
  if (!body) return refusal(404, 'NotFoundException', 'There is no such thing.')
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(body),
  }
}

function refusal(status: number, type: string, message: string): ServiceResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': type },
    body: JSON.stringify({ __type: type, message }),
  }
}
