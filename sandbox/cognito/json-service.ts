import type { ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { Log } from '../log.ts'
import { CognitoError } from './errors.ts'

/** Largest body of a request; tokens and attributes fit many times over. */
export const MAX_BODY_BYTES = 256 * 1_024

/**
 * Answers one AWS JSON 1.1 request: finds the operation in `X-Amz-Target`, runs it, writes errors.
 * @param prefix what stands before the dot in the target
 * @param run `undefined` when there is no such operation
 */
export async function answerJson(
  request: ServiceRequest,
  {
    prefix,
    log,
    run,
  }: {
    prefix: string
    log: Log
    run: (operation: string, body: unknown) => Promise<object> | undefined
  },
): Promise<ServiceResponse> {
  const target = request.headers['x-amz-target'] ?? ''
  const operation = target.startsWith(`${prefix}.`) ? target.slice(prefix.length + 1) : ''
  try {
    const answer = run(operation, parseBody(request.body))
    if (!answer) {
      const message = `The sandbox has no operation ${target.slice(0, 100)}.`
      throw new CognitoError('UnknownOperationException', message)
    }
    const body = await answer
    log({ service: 'cognito', level: 'detail', message: operation })
    return respond(request, 200, body)
  } catch (error) {
    return refuse(request, { operation, error, log })
  }
}

function refuse(
  request: ServiceRequest,
  { operation, error, log }: { operation: string; error: unknown; log: Log },
): ServiceResponse {
  if (error instanceof CognitoError) {
    const level = error.code === 'UnknownOperationException' ? 'warning' : 'refusal'
    const message = `${operation} refused: ${error.code}: ${error.message}`
    log({ service: 'cognito', level, message })
    return respond(request, 400, { __type: error.code, message: error.message })
  }
  const reason = error instanceof Error ? error.message : String(error)
  log({ service: 'cognito', level: 'warning', message: `${operation} failed: ${reason}` })
  const body = { __type: 'InternalErrorException', message: 'Something went wrong' }
  return respond(request, 500, body)
}

function respond(request: ServiceRequest, status: number, body: object): ServiceResponse {
  const type = '__type' in body && typeof body.__type === 'string' ? body.__type : undefined
  return {
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-requestid': request.requestId,
      ...(type === undefined ? {} : { 'x-amzn-errortype': `${type}:` }),
    },
    body: JSON.stringify(body),
  }
}

function parseBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new CognitoError('SerializationException', 'The body is not valid JSON.')
  }
}
