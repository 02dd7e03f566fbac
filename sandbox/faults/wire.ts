import type { ServiceName } from '../gateway/route.ts'
import type { ServiceResponse } from '../gateway/service.ts'

/** An error as a service names it. */
export type WireError = {
  readonly status: number
  readonly type: string
  readonly message?: string | undefined
}

/** Each service's answers to too many calls and to a failure of its own, from its API reference. */
const ownErrors = {
  appsync: { throttle: [429, 'TooManyRequestsException'], fail: [500, 'InternalFailure'] },
  bedrock: { throttle: [429, 'ThrottlingException'], fail: [500, 'InternalServerException'] },
  cloudformation: { throttle: [400, 'Throttling'], fail: [500, 'InternalFailure'] },
  'cognito-identity': {
    throttle: [400, 'TooManyRequestsException'],
    fail: [500, 'InternalErrorException'],
  },
  'cognito-idp': {
    throttle: [400, 'TooManyRequestsException'],
    fail: [500, 'InternalErrorException'],
  },
  dynamodb: { throttle: [400, 'ThrottlingException'], fail: [500, 'InternalServerError'] },
  lambda: { throttle: [429, 'TooManyRequestsException'], fail: [500, 'ServiceException'] },
  s3: { throttle: [503, 'SlowDown'], fail: [500, 'InternalError'] },
  servicequotas: {
    throttle: [400, 'TooManyRequestsException'],
    fail: [500, 'ServiceException'],
  },
  ses: {
    throttle: [429, 'TooManyRequestsException'],
    fail: [500, 'InternalServiceErrorException'],
  },
  sqs: { throttle: [403, 'RequestThrottled'], fail: [500, 'InternalError'] },
  ssm: { throttle: [400, 'ThrottlingException'], fail: [500, 'InternalServerError'] },
  sts: { throttle: [400, 'Throttling'], fail: [500, 'InternalFailure'] },
} as const satisfies Record<
  ServiceName,
  Record<'throttle' | 'fail', readonly [status: number, type: string]>
>

const messages = {
  throttle: 'Rate exceeded',
  fail: 'The service failed, as a fault ordered.',
} as const

/** @returns the error with which a service throttles, or says that it failed */
export function ownError(service: ServiceName, kind: 'throttle' | 'fail'): WireError {
  const [status, type] = ownErrors[service][kind]
  return { status, type, message: messages[kind] }
}

/** @returns an error in the wire form of the service's protocol */
export function errorOnWire(
  service: ServiceName,
  { status, type, message = type }: WireError,
  request: { method: string; requestId: string },
): ServiceResponse {
  if (service === 's3') {
    const headers = { 'content-type': 'application/xml', 'x-amz-request-id': request.requestId }
    if (request.method === 'HEAD') return { status, headers }
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${type}</Code><Message>${escape(message)}</Message></Error>`
    return { status, headers, body }
  }
  const body =
    service === 'appsync'
      ? { errors: [{ errorType: type, message }] }
      : { __type: type, message, Message: message }
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': type,
      'x-amzn-requestid': request.requestId,
    },
    body: JSON.stringify(body),
  }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
