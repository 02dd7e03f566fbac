import { appendFile, cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  aQueue,
  aRole,
  type OnGateway,
  queueArn,
  startOnGateway,
} from '../s3/on-gateway.fixture.ts'
import { createManualClock } from './manual-clock.fixture.ts'

const resources = [
  aQueue('jobs', {
    VisibilityTimeout: 60,
    RedrivePolicy: { deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 2 },
  }),
  aQueue('dead', { MessageRetentionPeriod: 3600 }),
  aRole('sender', [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn('jobs') }]),
]
const QueueUrl = aQueue('jobs').physicalId
const deadUrl = aQueue('dead').physicalId

let time: ReturnType<typeof createManualClock>
let sandbox: OnGateway
let sqs: SQSClient

beforeEach(async () => {
  time = createManualClock()
  sandbox = await startOnGateway(resources, { clock: time.clock })
  sqs = new SQSClient(sandbox.tools)
})
afterEach(async () => {
  sqs.destroy()
  await sandbox.stop()
  await sandbox.forget()
})

async function send(MessageBody: string, more: object = {}) {
  return await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }))
}

async function receive(more: object = {}) {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
      ...more,
    }),
  )
  return Messages
}

async function bodies(more: object = {}) {
  return (await receive(more)).map(({ Body }) => Body)
}

async function restart() {
  await sandbox.stop()
  sandbox = await startOnGateway(resources, { stateDir: sandbox.stateDir, clock: time.clock })
  sqs = new SQSClient(sandbox.tools)
}

it('sends, receives with attributes, and deletes', async () => {
  const sent = await send('ü', {
    MessageGroupId: 'alice',
    MessageAttributes: {
      kind: { DataType: 'String', StringValue: 'test' },
      raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
    },
  })
  const [message] = await receive()
  expect(message).toMatchObject({
    MessageId: sent.MessageId,
    Body: 'ü',
    Attributes: { ApproximateReceiveCount: '1', MessageGroupId: 'alice' },
    MessageAttributes: { kind: { DataType: 'String', StringValue: 'test' } },
    MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
  })
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }))
  time.advance(61_000)
  expect(await receive()).toEqual([])
})

it('hides a received message for the visibility timeout, and no longer', async () => {
  await send('once more')
  expect(await bodies()).toEqual(['once more'])
  time.advance(59_999)
  expect(await bodies()).toEqual([])
  time.advance(1)
  expect(await bodies()).toEqual(['once more'])
})

it('lets a consumer shorten and lengthen the time', async () => {
  await send('mine')
  const [first] = await receive()
  const change = (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }))
  await change(first?.ReceiptHandle, 120)
  time.advance(100_000)
  expect(await receive()).toEqual([])
  await change(first?.ReceiptHandle, 0)
  await expect(change(first?.ReceiptHandle, 10)).rejects.toMatchObject({
    name: 'MessageNotInflight',
  })
  expect(await bodies()).toEqual(['mine'])
})

it('ignores an old receipt handle and refuses one that is none', async () => {
  await send('kept')
  const [old] = await receive({ VisibilityTimeout: 1 })
  time.advance(1000)
  await receive({ VisibilityTimeout: 1 })
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: old?.ReceiptHandle }))
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  )
  expect(Attributes?.['ApproximateNumberOfMessagesNotVisible']).toBe('1')
  const wrong = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'nonsense' })
  await expect(sqs.send(wrong)).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' })
})

it('moves a message to the dead-letter queue after maxReceiveCount', async () => {
  const { MessageId } = await send('poison')
  for (let attempt = 0; attempt < 2; attempt += 1) {
    expect(await bodies()).toEqual(['poison'])
    time.advance(60_000)
  }
  expect(await bodies()).toEqual([])
  const [dead] = await receive({ QueueUrl: deadUrl })
  expect(dead).toMatchObject({
    MessageId,
    Body: 'poison',
    Attributes: { DeadLetterQueueSourceArn: queueArn('jobs') },
  })
})

it('counts receives across a restart, so that poison does not live for ever', async () => {
  await send('poison')
  await receive()
  await restart()
  time.advance(60_000)
  await receive()
  await restart()
  time.advance(60_000)
  expect(await bodies()).toEqual([])
  expect(await bodies({ QueueUrl: deadUrl })).toEqual(['poison'])
})

it('forgets a message after the retention period', async () => {
  await send('old', { QueueUrl: deadUrl })
  time.advance(3_600_000)
  expect(await receive({ QueueUrl: deadUrl })).toEqual([])
})

it('delays a message', async () => {
  await send('later', { DelaySeconds: 5 })
  expect(await bodies()).toEqual([])
  time.advance(5000)
  expect(await bodies()).toEqual(['later'])
})

it('gives each message to one of many consumers', async () => {
  await Promise.all(Array.from({ length: 30 }, (_, index) => send(`${index}`)))
  const taken = await Promise.all(
    Array.from({ length: 30 }, () => sandbox.queues.receive(queueArn('jobs'), 3)),
  )
  const ids = taken.flat().map(({ messageId }) => messageId)
  expect([ids.length, new Set(ids).size]).toEqual([30, 30])
})

it('is fair: a group with a thousand messages does not hold up another', async () => {
  const batch = Array.from({ length: 10 }, (_, index) => `a${index}`)
  for (const body of batch) await send(body, { MessageGroupId: 'a' })
  await send('b0', { MessageGroupId: 'b' })
  expect(await bodies({ MaxNumberOfMessages: 3 })).toEqual(['a0', 'b0', 'a1'])
  await send('b1', { MessageGroupId: 'b' })
  // Group a has two in flight and b one.
  expect(await bodies({ MaxNumberOfMessages: 1 })).toEqual(['b1'])
})

it('answers a long poll when a message comes, and with nothing when its time is over', async () => {
  const waiting = receive({ WaitTimeSeconds: 20 })
  await send('here')
  expect((await waiting).map(({ Body }) => Body)).toEqual(['here'])
  const empty = receive({ WaitTimeSeconds: 5 }).then((messages) => ({ messages }))
  // Only once the poll has arrived does moving the clock end it.
  let answered: { messages: readonly unknown[] } | undefined
  do {
    const tick = sqs.send(new ListQueuesCommand({})).then(() => undefined)
    answered = await Promise.race([empty, tick])
    time.advance(1000)
  } while (!answered)
  expect(answered.messages).toEqual([])
})

it('tells a listener of a message that came and of one that came back', async () => {
  let calls = 0
  const stop = sandbox.queues.onVisible(queueArn('jobs'), () => {
    calls += 1
  })
  await send('hello')
  expect(calls).toBe(1)
  await sandbox.queues.receive(queueArn('jobs'), 10)
  time.advance(60_000)
  expect(calls).toBe(2)
  stop()
  await send('again')
  expect(calls).toBe(2)
})

it('runs batches entry by entry', async () => {
  const sent = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'good', MessageBody: 'ok' },
        { Id: 'bad', MessageBody: '\u0000' },
      ],
    }),
  )
  expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['good'])
  expect(sent.Failed).toMatchObject([
    { Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true },
  ])
  const [message] = await receive()
  const entry = { Id: '1', ReceiptHandle: message?.ReceiptHandle }
  const changed = await sqs.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl,
      Entries: [{ ...entry, VisibilityTimeout: 10 }],
    }),
  )
  const deleted = await sqs.send(
    new DeleteMessageBatchCommand({ QueueUrl, Entries: [entry, { Id: '2', ReceiptHandle: 'x' }] }),
  )
  expect(changed.Successful).toEqual([{ Id: '1' }])
  expect([deleted.Successful, deleted.Failed?.[0]?.Code]).toEqual([
    [{ Id: '1' }],
    'ReceiptHandleIsInvalid',
  ])
  await expect(
    sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [] })),
  ).rejects.toMatchObject({ name: 'EmptyBatchRequest' })
})

it('knows its queues', async () => {
  const { QueueUrls } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'j' }))
  const found = await sqs.send(new GetQueueUrlCommand({ QueueName: 'jobs' }))
  expect([QueueUrls, found.QueueUrl]).toEqual([[QueueUrl], QueueUrl])
  await expect(sqs.send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
  })
  await send('x')
  await sqs.send(new PurgeQueueCommand({ QueueUrl }))
  expect(await receive()).toEqual([])
})

it('refuses what SQS refuses', async () => {
  await expect(send('x'.repeat(1024 ** 2 + 1))).rejects.toMatchObject({
    name: 'InvalidParameterValue',
  })
  await expect(send('x', { DelaySeconds: 901 })).rejects.toMatchObject({
    name: 'InvalidParameterValue',
  })
  await expect(send('x', { QueueUrl: `${QueueUrl}s` })).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
  })
  await expect(send('x', { MessageDeduplicationId: 'once' })).rejects.toMatchObject({
    name: 'InvalidParameterValue',
  })
  await expect(
    sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '1' } })),
  ).rejects.toMatchObject({ name: expect.stringContaining('UnsupportedOperation') })
})

it('keeps a role to its own actions, and lets no service send without a policy', async () => {
  const sender = new SQSClient(sandbox.as('sender'))
  await sender.send(new SendMessageCommand({ QueueUrl, MessageBody: 'allowed' }))
  await expect(sender.send(new ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject({
    name: expect.stringContaining('AccessDenied'),
    $metadata: { httpStatusCode: 403 },
  })
  sender.destroy()
  const bucket = { service: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::b' }
  await expect(sandbox.queues.send(queueArn('jobs'), { body: 'x' }, bucket)).rejects.toMatchObject({
    code: 'AccessDeniedException',
  })
})

it('loses no acknowledged message when the process dies in the middle of a write', async () => {
  await Promise.all(Array.from({ length: 50 }, (_, index) => send(`m${index}`)))
  const [gone] = await receive({ MaxNumberOfMessages: 1 })
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: gone?.ReceiptHandle }))
  // The folder as it is at this moment is what a killed process leaves: and half a line.
  const stateDir = `${sandbox.stateDir}-killed`
  await cp(sandbox.stateDir, stateDir, { recursive: true })
  const journal = join(stateDir, 'sqs', 'jobs.journal')
  await appendFile(journal, '{"kind":"put","message":{"id":"ha')
  await sandbox.stop()
  await sandbox.forget()
  sandbox = await startOnGateway(resources, { stateDir, clock: time.clock })
  sqs = new SQSClient(sandbox.tools)
  const found: (string | undefined)[] = []
  for (let page = await receive(); page.length > 0; page = await receive()) {
    found.push(...page.map(({ Body }) => Body))
  }
  expect(new Set(found).size).toBe(49)
  expect(found).not.toContain(gone?.Body)
  await send('after')
  await restart()
  expect((await readFile(journal, 'utf8')).split('\n').at(-1)).toBe('')
})
