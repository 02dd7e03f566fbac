import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Deployment, Resource } from '../assembly/resource.ts'
import { createDynamoDb } from '../dynamodb/service.ts'
import { tablesOf } from '../dynamodb/table-definition.ts'
import { createFaults } from '../faults/faults.ts'
import type { Backends } from '../gateway/backends.ts'
import { openGateway } from '../gateway/server.ts'
import { createAuthorizer } from '../iam/authorizer.ts'
import { createCredentialStore } from '../iam/credentials.ts'
import type { PolicyStatement } from '../iam/policy.ts'
import { readRoles } from '../iam/roles.ts'
import type { LogEvent } from '../log.ts'
import type { Clock } from '../sqs/clock.ts'
import { createSqs } from '../sqs/service.ts'
import { createS3 } from './service.ts'

const region = 'eu-west-1'
const accountId = '000000000000'

/** Three services of a made-up deployment behind the real gateway, for tests with AWS's clients. */
export async function startOnGateway(
  resources: readonly Resource[],
  options: { stateDir?: string; clock?: Clock; pages?: Backends['pages'] } = {},
) {
  const stateDir = options.stateDir ?? (await mkdtemp(join(tmpdir(), 'sandbox-')))
  const events: LogEvent[] = []
  const log = (event: LogEvent) => void events.push(event)
  const gateway = await openGateway({ port: 0, origins: [], log })
  const { endpoint } = gateway
  const deployment: Deployment = {
    region,
    accountId,
    endpoint,
    resources,
    assemblyDir: stateDir,
    stateDir,
  }
  const credentials = createCredentialStore({
    key: Buffer.alloc(32, 1),
    accountId,
    roles: readRoles(deployment),
  })
  const authorizer = createAuthorizer({ region, log })
  const shared = { deployment, authorizer, log }
  const faults = createFaults()
  const sqs = createSqs({ ...shared, faults, ...(options.clock && { clock: options.clock }) })
  const dynamodb = await createDynamoDb(shared)
  const s3 = createS3({ ...shared, queues: sqs.queues })
  gateway.serve({
    services: { s3, sqs, dynamodb },
    credentials,
    pages: options.pages ?? (() => Promise.resolve({ status: 404 })),
    faults,
  })
  const client = { region, endpoint, maxAttempts: 1 }
  return {
    endpoint,
    stateDir,
    events,
    faults,
    queues: sqs.queues,
    dynamodb: dynamodb.caller,
    browsers: { objects: s3.browser, queues: sqs.browser },
    tables: tablesOf(deployment),
    /** Settings of an AWS client that may do everything. */
    tools: { ...client, credentials: credentials.tools },
    /** Settings of a client under a role of the deployment. */
    as: (role: string, tags: Record<string, string> = {}) => ({
      ...client,
      credentials: credentials.issue({
        roleArn: roleArn(role),
        sessionName: 'test',
        tags,
        durationSeconds: 900,
      }),
    }),
    /** Ends without keeping anything but what is in `stateDir`. */
    async stop() {
      await gateway.close()
      await s3.close?.()
      await sqs.close?.()
      await dynamodb.close?.()
    },
    forget: () => rm(stateDir, { recursive: true, force: true }),
  }
}

export type OnGateway = Awaited<ReturnType<typeof startOnGateway>>

export function aResource(overrides: Partial<Resource> & Pick<Resource, 'type'>): Resource {
  return {
    path: 'test/resource',
    physicalId: 'resource',
    attributes: {},
    properties: {},
    ...overrides,
  }
}

export function aRole(name: string, statements: readonly PolicyStatement[]): Resource {
  return aResource({
    type: 'AWS::IAM::Role',
    physicalId: name,
    attributes: { Arn: roleArn(name) },
    properties: { Policies: [{ PolicyName: 'own', PolicyDocument: { Statement: statements } }] },
  })
}

/** A queue with its ARN and URL. */
export function aQueue(name: string, properties: Resource['properties'] = {}): Resource {
  return aResource({
    type: 'AWS::SQS::Queue',
    physicalId: `http://127.0.0.1/${accountId}/${name}`,
    attributes: { Arn: queueArn(name), QueueName: name },
    properties,
  })
}

export function queueArn(name: string): string {
  return `arn:aws:sqs:${region}:${accountId}:${name}`
}

function roleArn(name: string): string {
  return `arn:aws:iam::${accountId}:role/${name}`
}
