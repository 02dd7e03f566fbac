import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, expect, test } from 'vitest'
import type { Deployment, Resource } from '../assembly/resource.ts'
import { type Gateway, openGateway } from '../gateway/server.ts'
import { createAuthorizer } from '../iam/authorizer.ts'
import { createCredentialStore } from '../iam/credentials.ts'
import { readRoles } from '../iam/roles.ts'
import type { LogEvent } from '../log.ts'
import { aQueue, aResource, aRole, queueArn } from '../s3/on-gateway.fixture.ts'
import { createSqs } from '../sqs/service.ts'
import { createDestinations } from './destinations.ts'
import { readEventSettings } from './event-settings.ts'
import { openEventStore } from './event-store.ts'
import type { FunctionConfig } from './function-config.ts'
import { createFunctionLog } from './function-log.ts'
import { createFunctions } from './functions.ts'
import { createMetrics } from './metrics.ts'
import { createPermits } from './permits.ts'
import { createLambda } from './service.ts'

const handler = `
export async function handler(event) {
  if (event.do === 'throw') throw Object.assign(new Error('no luck'), { name: 'Unlucky' })
  if (event.requestContext) return { heard: event.requestContext.condition }
  return { done: event.do }
}
`
const accountId = '000000000000'
const region = 'eu-west-1'
const functionArn = (name: string) => `arn:aws:lambda:${region}:${accountId}:function:${name}`
const everything = { Effect: 'Allow', Action: '*', Resource: '*' } as const

const close: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const each of close.splice(0).toReversed()) await each()
})

/** Two functions, `work` and `listen`, and three queues, behind the real gateway. */
async function start(config: object, more: { role?: object; work?: object } = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'destinations-'))
  await writeFile(join(dir, 'index.mjs'), handler)
  const events: LogEvent[] = []
  const log = (event: LogEvent) => void events.push(event)
  const gateway = await openGateway({ port: 0, origins: [], log })
  const place = { region, accountId, endpoint: gateway.endpoint, assemblyDir: dir, stateDir: dir }
  const deployment: Deployment = { ...place, resources: resourcesWith(config, more) }
  const roles = readRoles(deployment)
  const credentials = createCredentialStore({ key: Buffer.alloc(32, 1), accountId, roles })
  const authorizer = createAuthorizer({ region, log })
  const sqs = createSqs({ deployment, authorizer, log })
  const logs = createFunctionLog(join(dir, 'logs'))
  const store = await openEventStore(join(dir, 'events'))
  const around = { region, endpoint: gateway.endpoint, logs, metrics: createMetrics(), log }
  const compiledDir = join(dir, 'compiled')
  const functions = createFunctions({ ...around, compiledDir, events: store })
  const configs = ['work', 'listen'].map((name) => aFunction(name, dir))
  const permits = createPermits({ deployment, authorizer, roles, configs, credentials })
  functions.update({
    configs,
    credentials,
    eventSettings: readEventSettings(deployment),
    destinations: createDestinations({ queues: sqs.queues, functions, permits, log }),
  })
  serve(gateway, { lambda: createLambda({ functions, authorizer }), sqs }, credentials)
  const client = { region, endpoint: gateway.endpoint, credentials: credentials.tools }
  const [lambdaClient, sqsClient] = [new LambdaClient(client), new SQSClient(client)]
  close.push(
    () => rm(dir, { recursive: true }),
    () => logs.flush(),
    async () => sqs.close?.(),
    () => functions.close(),
    () => gateway.close(),
  )
  return {
    events,
    store,
    invoke: (payload: unknown) => {
      const body = { FunctionName: 'work', Payload: JSON.stringify(payload) }
      return lambdaClient.send(new InvokeCommand({ ...body, InvocationType: 'Event' }))
    },
    receive: (name: string) => receive(sqsClient, name),
  }
}

function serve(
  gateway: Gateway,
  services: Parameters<Gateway['serve']>[0]['services'],
  credentials: Parameters<Gateway['serve']>[0]['credentials'],
): void {
  gateway.serve({ services, credentials, pages: () => Promise.resolve({ status: 404 }) })
}

function resourcesWith(
  config: object,
  { role = everything, work = {} }: { role?: object; work?: object },
): Resource[] {
  const a = (name: string, properties: object) =>
    aResource({
      type: 'AWS::Lambda::Function',
      physicalId: name,
      attributes: { Arn: functionArn(name) },
      properties: { ...properties },
    })
  return [
    aQueue('succeeded'),
    aQueue('failed'),
    aQueue('dead'),
    aRole('work', [role as typeof everything]),
    aRole('listen', [everything]),
    a('work', work),
    a('listen', {}),
    aResource({
      type: 'AWS::Lambda::EventInvokeConfig',
      properties: { FunctionName: 'work', Qualifier: '$LATEST', ...config },
    }),
    aResource({
      type: 'AWS::Lambda::EventInvokeConfig',
      properties: {
        FunctionName: functionArn('listen'),
        DestinationConfig: { OnSuccess: { Destination: queueArn('succeeded') } },
      },
    }),
  ]
}

function aFunction(name: string, codeDir: string): FunctionConfig {
  return {
    name,
    arn: functionArn(name),
    handler: 'index.handler',
    codeDir,
    roleArn: `arn:aws:iam::${accountId}:role/${name}`,
    timeoutMs: 20_000,
    memoryMb: 128,
    environment: {},
    reservedConcurrency: undefined,
  }
}

/** The next message; a process starts slowly on a busy machine. */
async function receive(client: SQSClient, name: string): Promise<Message> {
  const command = new ReceiveMessageCommand({
    QueueUrl: aQueue(name).physicalId,
    WaitTimeSeconds: 20,
    MessageAttributeNames: ['All'],
  })
  const [message] = (await client.send(command)).Messages ?? []
  return message ?? {}
}

const recordIn = ({ Body = 'null' }: Message) => JSON.parse(Body) as Record<string, unknown>

test('what a function returned is sent to its destination, as AWS writes it', async () => {
  const {
    invoke,
    receive: next,
    store,
  } = await start({
    DestinationConfig: { OnSuccess: { Destination: queueArn('succeeded') } },
  })
  await invoke({ do: 'well' })
  expect(recordIn(await next('succeeded'))).toEqual({
    version: '1.0',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
    requestContext: {
      requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
      functionArn: `${functionArn('work')}:$LATEST`,
      condition: 'Success',
      approximateInvokeCount: 1,
    },
    requestPayload: { do: 'well' },
    responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    responsePayload: { done: 'well' },
  })
  await expect.poll(() => store.waiting()).toEqual([])
})

test('a failure goes to its destination, and the event itself to the dead letters', async () => {
  const { invoke, receive: next } = await start(
    {
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: queueArn('failed') } },
    },
    { work: { DeadLetterConfig: { TargetArn: queueArn('dead') } } },
  )
  await invoke({ do: 'throw' })
  const record = recordIn(await next('failed'))
  expect(record).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 1 },
    requestPayload: { do: 'throw' },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'Unlucky', errorMessage: 'no luck' },
  })
  const { requestId } = record['requestContext'] as { requestId: string }
  expect(await next('dead')).toMatchObject({
    Body: '{"do":"throw"}',
    MessageAttributes: {
      RequestID: { DataType: 'String', StringValue: requestId },
      ErrorCode: { DataType: 'Number', StringValue: '200' },
      ErrorMessage: { DataType: 'String', StringValue: 'no luck' },
    },
  })
})

test('a destination may be a function, whose own events go on from there', async () => {
  const { invoke, receive: next } = await start({
    MaximumRetryAttempts: 0,
    DestinationConfig: { OnFailure: { Destination: functionArn('listen') } },
  })
  await invoke({ do: 'throw' })
  expect(recordIn(await next('succeeded'))).toMatchObject({
    requestContext: { functionArn: `${functionArn('listen')}:$LATEST`, condition: 'Success' },
    requestPayload: { requestPayload: { do: 'throw' } },
    responsePayload: { heard: 'RetriesExhausted' },
  })
})

test('an event whose next try would come after its greatest age is given up at once', async () => {
  const { invoke, receive: next } = await start({
    // The first retry would come after a minute and the time of the first try.
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnFailure: { Destination: queueArn('failed') } },
  })
  await invoke({ do: 'throw' })
  expect(recordIn(await next('failed'))).toMatchObject({
    requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 },
  })
})

test.each([
  ['sqs:SendMessage', queueArn('succeeded')],
  ['lambda:InvokeFunction', functionArn('listen')],
])('a role without %s sends nothing on, which is one line', async (action, Destination) => {
  const { invoke, events, store } = await start(
    { DestinationConfig: { OnSuccess: { Destination } } },
    { role: { Effect: 'Allow', NotAction: action, Resource: '*' } },
  )
  await invoke({ do: 'well' })
  await expect
    .poll(() => events.filter(({ level }) => level !== 'info' && level !== 'detail'), {
      timeout: 20_000,
    })
    .toEqual([
      {
        service: 'iam',
        level: 'refusal',
        message: expect.stringContaining(`may not ${action} on ${Destination}`) as string,
      },
    ])
  await expect.poll(() => store.waiting()).toEqual([])
})
