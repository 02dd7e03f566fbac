import { cp } from 'node:fs/promises'
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { aQueue, type OnGateway, queueArn, startOnGateway } from '../s3/on-gateway.fixture.ts'
import { createManualClock } from './manual-clock.fixture.ts'

const resources = [
  aQueue('line.fifo', {
    FifoQueue: true,
    VisibilityTimeout: 60,
    RedrivePolicy: { deadLetterTargetArn: queueArn('dead.fifo'), maxReceiveCount: 2 },
  }),
  aQueue('dead.fifo', { FifoQueue: 'true', ContentBasedDeduplication: true }),
  aQueue('content.fifo', { FifoQueue: true, ContentBasedDeduplication: 'true' }),
  aQueue('groups.fifo', {
    FifoQueue: true,
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
  }),
]
const urlOf = (name: string) => aQueue(name).physicalId
const QueueUrl = urlOf('line.fifo')

let time: ReturnType<typeof createManualClock>
let sandbox: OnGateway
let sqs: SQSClient
const copies: OnGateway[] = []

beforeEach(async () => {
  time = createManualClock()
  sandbox = await startOnGateway(resources, { clock: time.clock })
  sqs = new SQSClient(sandbox.tools)
})
afterEach(async () => {
  sqs.destroy()
  for (const each of [sandbox, ...copies.splice(0)]) {
    await each.stop()
    await each.forget()
  }
})

/** Sends a message whose group is the first letter of its body. */
async function send(MessageBody: string, more: object = {}) {
  return await sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody,
      MessageGroupId: MessageBody.slice(0, 1),
      MessageDeduplicationId: MessageBody,
      ...more,
    }),
  )
}

async function receive(more: object = {}): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
      ...more,
    }),
  )
  return Messages
}

async function remove({ ReceiptHandle }: Message, url = QueueUrl): Promise<void> {
  await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }))
}

const bodiesOf = (messages: readonly Message[]) => messages.map(({ Body }) => Body)

/** What a killed process would have left, running again. */
async function afterKill(): Promise<void> {
  const stateDir = `${sandbox.stateDir}-killed-${copies.length}`
  await cp(sandbox.stateDir, stateDir, { recursive: true })
  copies.push(sandbox)
  sandbox = await startOnGateway(resources, { stateDir, clock: time.clock })
  sqs = new SQSClient(sandbox.tools)
}

it('hands out a group in order, and to one receiver at a time', async () => {
  for (const body of ['a1', 'a2', 'b1', 'a3']) await send(body)
  const [first, ...others] = await receive({ MaxNumberOfMessages: 2 })
  expect(bodiesOf([first ?? {}, ...others])).toEqual(['a1', 'a2'])
  // Group a is locked, group b is not.
  expect(bodiesOf(await receive())).toEqual(['b1'])
  await remove(first ?? {})
  expect(await receive()).toEqual([])
  for (const each of others) await remove(each)
  expect(bodiesOf(await receive())).toEqual(['a3'])
})

it('gives as many of one group as it can before it goes on to another', async () => {
  for (const body of ['a1', 'b1', 'a2', 'b2']) await send(body)
  expect(bodiesOf(await receive())).toEqual(['a1', 'a2', 'b1', 'b2'])
})

it('brings a message that came back before those behind it', async () => {
  for (const body of ['a1', 'a2']) await send(body)
  const [first] = await receive({ MaxNumberOfMessages: 1 })
  time.advance(59_999)
  expect(await receive()).toEqual([])
  time.advance(1)
  expect(bodiesOf(await receive({ MaxNumberOfMessages: 1 }))).toEqual(['a1'])
  // The first receiver is too late, and told so.
  await expect(
    sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl,
        ReceiptHandle: first?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    ),
  ).rejects.toMatchObject({ name: 'InvalidParameterValue' })
})

it('refuses to delete by a handle whose time is over', async () => {
  await send('a1')
  const [message] = await receive()
  time.advance(60_000)
  await expect(remove(message ?? {})).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: expect.stringContaining('The receipt handle has expired'),
  })
})

it('takes a message that is sent again within five minutes for the same, deleted or not', async () => {
  const first = await send('a1')
  const [message] = await receive()
  await remove(message ?? {})
  time.advance(299_999)
  const again = await send('a1 changed', { MessageDeduplicationId: 'a1' })
  expect([again.MessageId, again.SequenceNumber]).toEqual([first.MessageId, first.SequenceNumber])
  expect(await receive()).toEqual([])
  time.advance(1)
  const later = await send('a1')
  expect(later.MessageId).not.toBe(first.MessageId)
  expect(bodiesOf(await receive())).toEqual(['a1'])
})

it('remembers what was sent over a kill', async () => {
  const first = await send('a1')
  const [message] = await receive()
  await remove(message ?? {})
  await afterKill()
  expect((await send('a1')).MessageId).toBe(first.MessageId)
  expect(await receive()).toEqual([])
})

it('stores what is sent many times at once only once', async () => {
  const sent = await Promise.all(Array.from({ length: 10 }, () => send('a1')))
  expect(new Set(sent.map(({ MessageId }) => MessageId)).size).toBe(1)
  expect(bodiesOf(await receive())).toEqual(['a1'])
})

it('knows messages by their bodies where the queue says so', async () => {
  const toContent = { QueueUrl: urlOf('content.fifo'), MessageDeduplicationId: undefined }
  const first = await send('a same', toContent)
  const again = await send('a same', toContent)
  const other = await send('a same', { ...toContent, MessageDeduplicationId: 'other' })
  expect(again.MessageId).toBe(first.MessageId)
  expect(other.MessageId).not.toBe(first.MessageId)
  const [message] = await receive(toContent)
  expect(message?.Attributes).toMatchObject({
    MessageGroupId: 'a',
    // SHA-256 of the body, as `sha256sum` gives it.
    MessageDeduplicationId: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    SequenceNumber: first.SequenceNumber,
  })
})

it('keeps the ids of groups apart where the queue says so', async () => {
  const toGroups = { QueueUrl: urlOf('groups.fifo'), MessageDeduplicationId: 'one' }
  await send('a1', toGroups)
  await send('b1', toGroups)
  await send('b2', toGroups)
  expect(bodiesOf(await receive(toGroups))).toEqual(['a1', 'b1'])
})

it('numbers messages upwards, over a kill too', async () => {
  const first = await send('a1')
  const second = await send('b1')
  await afterKill()
  const third = await send('a2')
  const numbers = [first, second, third].map(({ SequenceNumber = '' }) => SequenceNumber)
  expect(numbers.map((each) => each.length)).toEqual([20, 20, 20])
  expect(numbers.toSorted()).toEqual(numbers)
  expect(new Set(numbers).size).toBe(3)
  expect(bodiesOf(await receive())).toEqual(['a1', 'a2', 'b1'])
})

it('gives up a message to its dead letters, and the group goes on', async () => {
  for (const body of ['a1', 'a2']) await send(body)
  for (let count = 0; count < 2; count += 1) {
    expect(bodiesOf(await receive({ MaxNumberOfMessages: 1 }))).toEqual(['a1'])
    time.advance(60_000)
  }
  expect(bodiesOf(await receive())).toEqual(['a2'])
  const [dead] = await receive({ QueueUrl: urlOf('dead.fifo') })
  expect(dead).toMatchObject({
    Body: 'a1',
    Attributes: {
      MessageGroupId: 'a',
      MessageDeduplicationId: 'a1',
      DeadLetterQueueSourceArn: queueArn('line.fifo'),
    },
  })
})

it('refuses message by message what a FIFO queue refuses', async () => {
  const entry = { MessageBody: 'x', MessageGroupId: 'a', MessageDeduplicationId: 'x' }
  const { Successful, Failed } = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'good', ...entry },
        { Id: 'nogroup', MessageBody: 'x', MessageDeduplicationId: 'y' },
        { Id: 'noid', MessageBody: 'x', MessageGroupId: 'a' },
        { Id: 'late', ...entry, MessageDeduplicationId: 'z', DelaySeconds: 5 },
      ],
    }),
  )
  expect(Successful?.map(({ Id }) => Id)).toEqual(['good'])
  expect(Failed?.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault])).toEqual([
    ['nogroup', 'MissingRequiredParameterException', true],
    ['noid', 'InvalidParameterValueException', true],
    ['late', 'InvalidParameterValueException', true],
  ])
  await expect(send('x', { MessageGroupId: undefined })).rejects.toMatchObject({
    name: 'MissingParameter',
    message: 'The request must contain the parameter MessageGroupId.',
  })
  await expect(receive({ ReceiveRequestAttemptId: 'again' })).rejects.toMatchObject({
    name: expect.stringContaining('UnsupportedOperation') as string,
  })
})

it('says of itself what it is', async () => {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: urlOf('groups.fifo'),
      AttributeNames: ['FifoQueue', 'DeduplicationScope', 'FifoThroughputLimit'],
    }),
  )
  expect(Attributes).toEqual({
    FifoQueue: 'true',
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
  })
})

it('wakes a long poll when the group is free again, and rests while it is not', async () => {
  for (const body of ['a1', 'a2']) await send(body)
  const [first] = await receive({ MaxNumberOfMessages: 1 })
  let calls = 0
  const stop = sandbox.queues.onVisible(queueArn('line.fifo'), () => {
    calls += 1
  })
  const waiting = [receive({ WaitTimeSeconds: 20 }), receive({ WaitTimeSeconds: 20 })]
  await remove(first ?? {})
  const [second] = (await Promise.race(waiting)).map(({ Body }) => Body)
  expect(second).toBe('a2')
  // Once for the deletion; what is locked woke nobody before.
  expect(calls).toBe(1)
  stop()
  time.advance(20_000)
  await Promise.all(waiting)
})

it.each([
  ['line', { FifoQueue: true }, 'end with .fifo'],
  ['line.fifo', {}, 'end with .fifo'],
  [
    'line.fifo',
    {
      FifoQueue: true,
      RedrivePolicy: { deadLetterTargetArn: queueArn('plain'), maxReceiveCount: 1 },
    },
    'must be a FIFO queue',
  ],
])('a queue %s of %j is not made', async (name, properties, message) => {
  await expect(startOnGateway([aQueue(name, properties), aQueue('plain')])).rejects.toThrow(message)
})
