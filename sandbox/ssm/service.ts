import * as z from 'zod'
import { type Deployment, resourcesOfType } from '../assembly/resource.ts'
import type { Service, ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { Authorizer } from '../iam/caller.ts'

const inputSchema = z.object({
  Name: z.string().optional(),
  Names: z.array(z.string()).max(10).optional(),
  WithDecryption: z.boolean().optional(),
})

type Parameter = { Name: string; Value: string; Type: string; ARN: string }

/** Values of Amplify's secrets by their names; held in memory alone. */
export type Secrets = Readonly<Record<string, string>>

/**
 * SSM's parameters of the assembly, read only: GetParameter and GetParameters. Amplify's secrets are
 * found under the path of any branch, `/amplify/…/NAME`.
 */
export function createSsm(options: {
  deployment: Deployment
  authorizer: Authorizer
  secrets?: Secrets
}): Service {
  const { deployment, authorizer, secrets = {} } = options
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
  const secretAt = (path: string): Parameter | undefined => {
    const [, name] = /^\/amplify\/.+\/([^/]+)$/.exec(path) ?? []
    const Value = name === undefined ? undefined : secrets[name]
    return Value === undefined
      ? undefined
      : { Name: path, Value, Type: 'SecureString', ARN: arnOf(path) }
  }
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
      const isOpen = input.data.WithDecryption === true
      const found = names.flatMap(
        (name) => parameters.get(name) ?? sealed(secretAt(name), isOpen) ?? [],
      )
      if (operation === 'GetParameters') {
        const missing = names.filter((name) => !found.some(({ Name }) => Name === name))
        return success({ Parameters: found, InvalidParameters: missing })
      }
      return found[0] ? success({ Parameter: found[0] }) : failure('ParameterNotFound', '')
    },
  }
}

/** A secret that was not asked to be decrypted is given as what it is stored as. */
function sealed(secret: Parameter | undefined, isOpen: boolean): Parameter | undefined {
  return secret && (isOpen ? secret : { ...secret, Value: 'AQICAHencrypted' })
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
