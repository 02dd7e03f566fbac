import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import * as z from 'zod'
import type { Deployment } from '../assembly/resource.ts'
import type { Service, ServiceRequest } from '../gateway/service.ts'
import type { Authorizer } from '../iam/caller.ts'
import type { Log } from '../log.ts'
import { failure } from './answers.ts'
import type { DynamoDbCaller } from './caller.ts'
import { type Answer, type Input, openEngine } from './engine.ts'
import { startExpiry } from './expiry.ts'
import { createGate } from './gate.ts'
import type { Need, OperationContext } from './operation.ts'
import { operations } from './operations.ts'
import { prepareTables } from './prepare-tables.ts'
import { tablesOf } from './table-definition.ts'
import { withTableNames } from './table-name.ts'

type Edges = {
  readonly deployment: Deployment
  readonly authorizer: Authorizer
  readonly log: Log
}

/** DynamoDB's own limit on a request. */
const maxBodyBytes = 16 * 1024 ** 2

const inputSchema = z.record(z.string(), z.unknown())

/**
 * DynamoDB over the tables of a deployment, kept under `${stateDir}/dynamodb`.
 * @returns the service, and a way past HTTP and authorisation for AppSync's data sources
 * @throws Error when a table does not have CloudFormation's shape, or the state is open elsewhere
 */
export async function createDynamoDb(
  edges: Edges,
): Promise<Service & { readonly caller: DynamoDbCaller }> {
  const { deployment, log } = edges
  const folder = join(deployment.stateDir, 'dynamodb')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const definitions = tablesOf(deployment)
  const engine = openEngine({ ...deployment, path: join(folder, 'tables') })
  try {
    await prepareTables(engine, definitions, log)
  } catch (cause) {
    await engine.close()
    throw cause
  }
  const tables = new Map(definitions.map((table) => [table.name, table]))
  const context: OperationContext = { engine, gate: createGate(), tables }

  const guarded = async (name: string, work: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await work()
    } catch (error) {
      log({ service: 'dynamodb', level: 'warning', message: `${name} failed: ${String(error)}` })
      return { ...failure('InternalServerError', 'The sandbox failed to answer.'), status: 500 }
    }
  }

  const caller: DynamoDbCaller = {
    call: (name, input) =>
      guarded(name, async () => {
        const operation = operations.get(name)
        return operation
          ? await operation.run(context, withTableNames(input))
          : unknownOperation(name)
      }),
  }
  const stopExpiry = startExpiry({ caller, tables: definitions, log })

  return {
    body: 'buffer',
    maxBodyBytes,
    caller,
    async handle(request) {
      const name = /^DynamoDB_20120810\.(\w+)$/.exec(request.headers['x-amz-target'] ?? '')?.[1]
      const answer = await guarded(name ?? '', () => dispatch(edges, context, { request, name }))
      const body = JSON.stringify(answer.body)
      return {
        status: answer.status,
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'x-amzn-requestid': request.requestId,
          'x-amz-crc32': String(crc32(body)),
        },
        body,
      }
    },
    async close() {
      await stopExpiry()
      await engine.close()
    },
  }
}

async function dispatch(
  edges: Edges,
  context: OperationContext,
  { request, name }: { request: ServiceRequest; name: string | undefined },
): Promise<Answer> {
  const operation = operations.get(name ?? '')
  if (!operation) return unknownOperation(name)
  const input = readInput(request)
  if (!input) return failure('SerializationException', 'The body is not a JSON object.')
  if (!request.caller) {
    const message = 'Request is missing Authentication Token'
    return failure('MissingAuthenticationTokenException', message)
  }
  const refused = authorise(edges, request, operation.needs(input))
  return refused ?? (await operation.run(context, input))
}

function readInput({ body }: ServiceRequest): Input | undefined {
  try {
    return withTableNames(inputSchema.parse(JSON.parse(body.toString('utf8'))))
  } catch {
    return undefined
  }
}

/** @returns AWS's refusal; `undefined` when the caller has every permission */
function authorise(
  { authorizer, deployment }: Edges,
  { caller, secure }: ServiceRequest,
  needs: readonly Need[],
): Answer | undefined {
  const context = { 'aws:SecureTransport': String(secure) }
  const base = `arn:aws:dynamodb:${deployment.region}:${deployment.accountId}:table/`
  for (const { action, table, index } of needs) {
    const resource = `${base}${table ?? '*'}${index === undefined ? '' : `/index/${index}`}`
    const { allowed, message } = authorizer.authorize({ caller, action, resource, context })
    if (!allowed) return failure('AccessDeniedException', message)
  }
  return undefined
}

function unknownOperation(name: string | undefined): Answer {
  const what = name === undefined ? 'this request' : name
  return failure('UnknownOperationException', `The sandbox does not implement ${what}.`)
}
