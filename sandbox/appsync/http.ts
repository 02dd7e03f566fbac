import * as z from 'zod'
import type { ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { Api } from './api.ts'
import { authenticate } from './authenticate.ts'
import { checkDocument, chooseOperation } from './document.ts'
import { RequestError } from './errors.ts'
import { type Executed, executeOperation } from './execute.ts'
import { toValidationError, type WireError } from './wire-errors.ts'

/** Tells subscribers of what a mutation came to. */
export type Publish = (outcome: Executed) => Promise<void>

const bodySchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
})

/**
 * Answers one GraphQL request over HTTP.
 * @returns always a response; refusals carry AppSync's status and error type
 */
export async function handleHttp(
  api: Api,
  request: ServiceRequest,
  publish: Publish,
): Promise<ServiceResponse> {
  try {
    return await within(api.limits.requestTimeoutMs, answer(api, request, publish))
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    const { status, errorType, message } = error
    return respond(status, { errors: [{ errorType, message }] }, { 'x-amzn-errortype': errorType })
  }
}

async function answer(
  api: Api,
  request: ServiceRequest,
  publish: Publish,
): Promise<ServiceResponse> {
  if (request.method !== 'POST') {
    throw new RequestError(405, 'BadRequestException', 'AppSync takes POST requests only.')
  }
  const { headers, caller } = request
  const identity = await authenticate(api.definition, { headers, caller }, api.edges)
  const body = parseBody(request.body)
  const checked = checkDocument(api, body.query)
  if (checked.kind === 'invalid') {
    return respond(200, { data: null, errors: checked.errors.map(toValidationError) })
  }
  const operationName = body.operationName ?? undefined
  const operation = chooseOperation(checked.document, operationName)
  if (operation.operation === 'subscription') {
    throw new RequestError(400, 'BadRequestException', 'Subscriptions run over a WebSocket only.')
  }
  const outcome = await executeOperation(api, {
    document: checked.document,
    variables: body.variables ?? {},
    operationName,
    identity,
    headers,
  })
  await publish(outcome)
  return limitSize(outcome, api.limits.responseBytes)
}

function parseBody(body: Buffer): z.infer<typeof bodySchema> {
  try {
    return bodySchema.parse(JSON.parse(body.toString('utf8')))
  } catch {
    throw new RequestError(
      400,
      'MalformedHttpRequestException',
      'Request body is not a valid GraphQL request: a JSON object with a query is needed.',
    )
  }
}

function limitSize(outcome: Executed, maxBytes: number): ServiceResponse {
  const errors: readonly WireError[] | undefined =
    outcome.errors.length > 0 ? outcome.errors : undefined
  const response = respond(200, { data: outcome.data, errors })
  if (Buffer.byteLength(response.body) <= maxBytes) return response
  throw new RequestError(
    400,
    'BadRequestException',
    `The response is larger than ${maxBytes} bytes.`,
  )
}

function respond(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): ServiceResponse & { readonly body: string } {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
    body: JSON.stringify(body),
  }
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new RequestError(504, 'ExecutionTimeout', 'Request has timed out.')),
      timeoutMs,
    )
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}
