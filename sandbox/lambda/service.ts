import type { Service, ServiceResponse } from '../gateway/service.ts'
import type { Authorizer } from '../iam/caller.ts'
import type { Functions } from './functions.ts'

/** Lambda's largest synchronous request. */
const mostPayloadBytes = 6_291_456

/** Lambda's HTTP API as tools use it: Invoke, synchronous and as an event. */
export function createLambda(options: { functions: Functions; authorizer: Authorizer }): Service {
  const { functions, authorizer } = options
  return {
    body: 'buffer',
    maxBodyBytes: mostPayloadBytes,
    async handle(request) {
      const match = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.path)
      if (!match?.[1] || request.method !== 'POST') {
        return failure(404, 'UnknownOperationException', 'The sandbox only knows Invoke.')
      }
      const wanted = decodeURIComponent(match[1])
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
        return failure(
          400,
          'InvalidRequestContentException',
          'Could not parse request body into json.',
        )
      }
      const isEvent = request.headers['x-amz-invocation-type'] === 'Event'
      const result = await functions.invoke(
        config.arn,
        payload.value,
        isEvent ? 'Event' : 'RequestResponse',
      )
      if (isEvent) return { status: 202 }
      if (result.kind === 'returned') return { status: 200, body: JSON.stringify(result.payload) }
      const { errorType, errorMessage } = result
      return {
        status: 200,
        headers: { 'x-amz-function-error': 'Unhandled' },
        body: JSON.stringify({ errorType, errorMessage, trace: [] }),
      }
    },
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
