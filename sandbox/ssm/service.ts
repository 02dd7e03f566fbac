import * as z from 'zod'
import { type Deployment, resourcesOfType } from '../assembly/resource.ts'
import type { Service, ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { Authorizer } from '../iam/caller.ts'

const inputSchema = z.object({
  Name: z.string().optional(),
  Names: z.array(z.string()).max(10).optional(),
})

type Parameter = { Name: string; Value: string; Type: string; ARN: string }

/** SSM's parameters of the assembly, read only: GetParameter and GetParameters. */
export function createSsm(options: { deployment: Deployment; authorizer: Authorizer }): Service {
  const { deployment, authorizer } = options
  const arnOf = (name: string) =>
    `arn:aws:ssm:${deployment.region}:${deployment.accountId}:parameter/${name.replace(/^\//, '')}`
  const parameters = new Map<string, Parameter>(
    resourcesOfType(deployment, 'AWS::SSM::Parameter').map(({ physicalId, properties }) => [
      physicalId,
      {
        Name: physicalId,
        Value: String(properties['Value']),
        Type: String(properties['Type']),
        ARN: arnOf(physicalId),
      },
    ]),
  )
  const refused = (request: ServiceRequest, action: string, names: readonly string[]) =>
    names
      .map((name) =>
        authorizer.authorize({ caller: request.caller, action, resource: arnOf(name) }),
      )
      .find((decision) => !decision.allowed)

  return {
    body: 'buffer',
    maxBodyBytes: 100_000,
    async handle(request) {
      const operation = request.headers['x-amz-target']?.split('.')[1] ?? ''
      const input = inputSchema.safeParse(parse(request.body))
      if (!input.success) return failure('ValidationException', 'The request is not valid.')
      const names = input.data.Names ?? (input.data.Name === undefined ? [] : [input.data.Name])
      if (operation !== 'GetParameter' && operation !== 'GetParameters') {
        return failure('UnknownOperationException', `The sandbox does not know ssm:${operation}.`)
      }
      if (!request.caller)
        return failure('MissingAuthenticationTokenException', 'Missing Authentication Token')
      const refusal = refused(request, `ssm:${operation}`, names)
      if (refusal) return failure('AccessDeniedException', refusal.message)
      const found = names.flatMap((name) => parameters.get(name) ?? [])
      if (operation === 'GetParameters') {
        const missing = names.filter((name) => !parameters.has(name))
        return success({ Parameters: found, InvalidParameters: missing })
      }
      return found[0] ? success({ Parameter: found[0] }) : failure('ParameterNotFound', '')
    },
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}

function success(body: unknown): ServiceResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(body),
  }
}

function failure(type: string, message: string): ServiceResponse {
  return {
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': type },
    body: JSON.stringify({ __type: type, message }),
  }
}
