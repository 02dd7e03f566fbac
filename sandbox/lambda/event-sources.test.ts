import { afterEach, expect, test } from 'vitest'
import type { Deployment } from '../assembly/resource.ts'
import type { Queues, ReceivedMessage } from '../sqs/queues.ts'
import { startEventSources } from './event-sources.ts'
import type { InvocationResult } from './invoker.ts'

const queueArn = 'arn:aws:sqs:us-east-1:000000000000:jobs'

function deploymentWith(properties: object): Deployment {
  const mapping = {
    path: 'Mapping',
    type: 'AWS::Lambda::EventSourceMapping',
    physicalId: 'mapping',
    attributes: {},
    properties: { EventSourceArn: queueArn, FunctionName: 'worker', BatchSize: 2, ...properties },
  }
  return {
    region: 'us-east-1',
    accountId: '000000000000',
    endpoint: '',
    resources: [mapping],
    assemblyDir: '',
    stateDir: '',
  }
}

/** A queue in memory: what is received is hidden until the test ends, what is deleted is noted. */
function fakeQueues(bodies: readonly string[]): Queues & { deleted: string[] } {
  const waiting: ReceivedMessage[] = bodies.map((body) => ({
    messageId: body,
    receiptHandle: `receipt-${body}`,
    body,
    md5OfBody: '',
    groupId: undefined,
    attributes: {},
  }))
  const deleted: string[] = []
  return {
    deleted,
    send: () => Promise.resolve(),
    receive: (_, max) => Promise.resolve(waiting.splice(0, max)),
    delete: (_, receipt) => {
      deleted.push(receipt)
      return Promise.resolve()
    },
    changeVisibility: () => Promise.resolve(),
    onVisible: () => () => undefined,
  }
}

let stop: (() => void) | undefined
afterEach(() => stop?.())

type Batch = { Records: { messageId: string; body: string }[] }

/** Runs all messages through a function, and gives back the batches that it saw. */
async function drain(
  queues: Queues,
  properties: object,
  answer: (batch: Batch) => Promise<InvocationResult>,
): Promise<string[][]> {
  const batches: string[][] = []
  stop = startEventSources({
    deployment: deploymentWith(properties),
    queues,
    functions: {
      invoke: (_, payload) => {
        const batch = payload as Batch
        batches.push(batch.Records.map((record) => record.body))
        return answer(batch)
      },
    },
    permits: { mayPoll: () => true },
    log: () => undefined,
  })
  await expect.poll(() => batches.flat().length).toBe(5)
  return batches
}

const bodies = ['a', 'b', 'c', 'd', 'e']
const returned = (payload: unknown): Promise<InvocationResult> =>
  Promise.resolve({ kind: 'returned', payload, requestId: 'r' })

test('messages come in batches, and are deleted when the function returns', async () => {
  const queues = fakeQueues(bodies)
  const batches = await drain(queues, {}, () => returned(null))
  expect(batches).toEqual([['a', 'b'], ['c', 'd'], ['e']])
  await expect.poll(() => queues.deleted.length).toBe(5)
})

test('only the items that the function reports stay', async () => {
  const queues = fakeQueues(bodies)
  const properties = { FunctionResponseTypes: ['ReportBatchItemFailures'] }
  await drain(queues, properties, () => returned({ batchItemFailures: [{ itemIdentifier: 'b' }] }))
  await expect
    .poll(() => queues.deleted)
    .toEqual(['receipt-a', 'receipt-c', 'receipt-d', 'receipt-e'])
})

test('an answer that is no list of failures keeps the whole batch', async () => {
  const queues = fakeQueues(bodies)
  const properties = { FunctionResponseTypes: ['ReportBatchItemFailures'] }
  await drain(queues, properties, ({ Records }) => returned(Records.length === 1 ? null : 'what?'))
  await expect.poll(() => queues.deleted).toEqual(['receipt-e'])
})

test('a function that fails keeps its messages', async () => {
  const queues = fakeQueues(bodies)
  await drain(queues, {}, ({ Records }) =>
    Records[0]?.body === 'a'
      ? Promise.resolve({ kind: 'failed', errorType: 'E', errorMessage: '', requestId: 'r' })
      : returned(null),
  )
  await expect.poll(() => queues.deleted).toEqual(['receipt-c', 'receipt-d', 'receipt-e'])
})

test('no more batches run at once than the mapping allows', async () => {
  let [running, most] = [0, 0]
  const release: (() => void)[] = []
  const queues = fakeQueues(bodies)
  const drained = drain(
    queues,
    { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } },
    async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise<void>((resolve) => release.push(resolve))
      running -= 1
      return { kind: 'returned', payload: null, requestId: 'r' }
    },
  )
  for (let done = 0; done < 5; done += 1) {
    await expect.poll(() => release.length).toBeGreaterThan(0)
    release.shift()?.()
  }
  await drained
  expect(most).toBe(2)
})

test('a queue that the function’s role may not consume is left alone', async () => {
  const queues = fakeQueues(bodies)
  const asked: string[] = []
  stop = startEventSources({
    deployment: deploymentWith({}),
    queues,
    functions: { invoke: () => returned(null) },
    permits: {
      mayPoll: (functionName, arn) => {
        asked.push(`${functionName} ${arn}`)
        return false
      },
    },
    log: () => undefined,
  })
  await expect.poll(() => asked).toEqual([`worker ${queueArn}`])
  expect((await queues.receive(queueArn, 10)).map(({ body }) => body)).toEqual(bodies)
})
