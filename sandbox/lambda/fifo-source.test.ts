import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, expect, test } from 'vitest'
import {
  aQueue,
  aResource,
  type OnGateway,
  queueArn,
  startOnGateway,
} from '../s3/on-gateway.fixture.ts'
import { startEventSources } from './event-sources.ts'

const name = 'line.fifo'
const resources = [aQueue(name, { FifoQueue: true, VisibilityTimeout: 1 })]
const mapping = aResource({
  type: 'AWS::Lambda::EventSourceMapping',
  properties: {
    EventSourceArn: queueArn(name),
    FunctionName: 'worker',
    BatchSize: 3,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  },
})

type Batch = {
  Records: { messageId: string; body: string; attributes: Record<string, string> }[]
}

let sandbox: OnGateway
let sqs: SQSClient
let stop = () => {}

afterEach(async () => {
  stop()
  sqs.destroy()
  await sandbox.stop()
  await sandbox.forget()
})

test('a function gets the messages of a group in order, one batch at a time, failures again first', async () => {
  sandbox = await startOnGateway(resources)
  sqs = new SQSClient(sandbox.tools)
  for (const body of ['a1', 'b1', 'a2', 'a3', 'b2', 'a4', 'b3', 'a5']) {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: aQueue(name).physicalId,
        MessageBody: body,
        MessageGroupId: body.slice(0, 1),
        MessageDeduplicationId: body,
      }),
    )
  }
  const done: string[] = []
  const busy: string[] = []
  let overlaps = 0
  let refusals = 2
  const work = async ({ Records }: Batch) => {
    const groups = Records.map(({ attributes }) => attributes['MessageGroupId'] ?? '')
    if (groups.some((group) => busy.includes(group))) overlaps += 1
    busy.push(...groups)
    await new Promise((resolve) => setImmediate(resolve))
    // As Lambda's guide asks of a function on a FIFO queue: nothing after a failure is done.
    const failed: string[] = []
    for (const { messageId, body } of Records) {
      const fails = failed.length > 0 || (body === 'a2' && refusals > 0)
      if (fails) failed.push(messageId)
      else done.push(body)
    }
    if (failed.length > 0) refusals -= 1
    for (const group of groups) busy.splice(busy.indexOf(group), 1)
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
  }
  const place = { region: 'eu-west-1', accountId: '000000000000', endpoint: '' }
  stop = startEventSources({
    deployment: { ...place, resources: [mapping], assemblyDir: '', stateDir: '' },
    queues: sandbox.queues,
    functions: {
      invoke: async (_, payload) => ({
        kind: 'returned',
        payload: await work(payload as Batch),
        requestId: 'r',
      }),
    },
    permits: { mayPoll: () => true },
    log: () => undefined,
  })
  await expect.poll(() => done.length, { timeout: 20_000 }).toBe(8)
  const of = (group: string) => done.filter((body) => body.startsWith(group))
  expect([of('a'), of('b'), overlaps]).toEqual([
    ['a1', 'a2', 'a3', 'a4', 'a5'],
    ['b1', 'b2', 'b3'],
    0,
  ])
})
