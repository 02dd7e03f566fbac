import { createHash } from 'node:crypto'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFaults } from '../faults/faults.ts'
import type { ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import { createFunctionLog } from '../lambda/function-log.ts'
import { createMetrics } from '../lambda/metrics.ts'
import { keepRecent } from '../log.ts'
import { createOutbox } from '../mail/outbox.ts'
import {
  aQueue,
  aResource,
  type OnGateway,
  queueArn,
  startOnGateway,
} from '../s3/on-gateway.fixture.ts'
import { createPages } from './router.ts'
import type { View } from './view.ts'

/** Looks like markup wherever it ends up. */
const attack = `"><script>alert('x')</script>`
const resources = [
  aResource({ type: 'AWS::S3::Bucket', physicalId: 'pictures' }),
  aQueue('letters'),
  aQueue('jobs', {
    RedrivePolicy: { deadLetterTargetArn: queueArn('letters'), maxReceiveCount: 1 },
  }),
  aResource({
    type: 'AWS::DynamoDB::Table',
    physicalId: 'Notes',
    properties: {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    },
  }),
]

let sandbox: OnGateway
let view: View
let pages: (request: ServiceRequest) => Promise<ServiceResponse>

beforeEach(async () => {
  sandbox = await startOnGateway(resources, { pages: (request) => pages(request) })
  const { stateDir, browsers, tables, dynamodb } = sandbox
  const events = keepRecent(() => undefined)
  events.log({ service: 'iam', level: 'refusal', message: attack })
  view = {
    mails: createOutbox({ deployment: { stateDir }, log: () => undefined }),
    logs: createFunctionLog(`${stateDir}/logs`),
    metrics: createMetrics(),
    events,
    faults: createFaults(),
    faultsEndpoint: () => ({ status: 401 }),
    ...browsers,
    tables,
    dynamodb,
    token: 'token-of-this-installation',
  }
  pages = createPages(view)
})
afterEach(async () => {
  await view.logs.flush()
  await sandbox.stop()
  await sandbox.forget()
})

async function get(path: string): Promise<{ status: number; text: string; headers: Headers }> {
  const answer = await fetch(`${sandbox.endpoint}${path}`)
  return { status: answer.status, text: await answer.text(), headers: answer.headers }
}

async function post(path: string, form: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams(form)
  return await fetch(`${sandbox.endpoint}${path}`, { method: 'POST', body, redirect: 'manual' })
}

const everyPage = [
  '/_sandbox',
  '/_sandbox/inbox',
  '/_sandbox/tables',
  '/_sandbox/tables?name=Notes',
  '/_sandbox/objects',
  `/_sandbox/objects?bucket=pictures&prefix=${encodeURIComponent(`${attack}/`)}`,
  '/_sandbox/objects?bucket=pictures',
  '/_sandbox/queues',
  '/_sandbox/logs',
  `/_sandbox/logs?function=${encodeURIComponent(attack)}`,
  '/_sandbox/metrics',
  '/_sandbox/faults-page',
]

test.each(everyPage)('%s shows what came from outside as text', async (path) => {
  const s3 = new S3Client({ ...sandbox.tools, forcePathStyle: true })
  await s3.send(
    new PutObjectCommand({ Bucket: 'pictures', Key: `${attack}/${attack}.png`, Body: 'x' }),
  )
  await new DynamoDBClient(sandbox.tools).send(
    new PutItemCommand({ TableName: 'Notes', Item: { id: { S: attack }, text: { S: attack } } }),
  )
  const sqs = new SQSClient(sandbox.tools)
  await sqs.send(
    new SendMessageCommand({ QueueUrl: `${sandbox.endpoint}/0/jobs`, MessageBody: attack }),
  )
  const mail = { to: attack, subject: attack, body: attack, code: attack, purpose: 'sign-up' }
  await view.mails.send(mail)
  view.logs.append(attack, attack)
  view.logs.append('worker', JSON.stringify({ level: attack, message: attack, [attack]: attack }))
  view.metrics.collect(
    JSON.stringify({
      _aws: {
        CloudWatchMetrics: [
          { Namespace: attack, Dimensions: [['d']], Metrics: [{ Name: attack, Unit: attack }] },
        ],
      },
      d: attack,
      [attack]: 1,
    }),
  )
  const { status, text } = await get(path)
  expect(status).toBe(200)
  expect(text).not.toContain('<script>alert')
  expect(text.match(/<script/g)).toHaveLength(1)
  expect(text).not.toMatch(/ style=| on\w+=/)
})

test('nothing runs or loads but the page’s own style, script and images', async () => {
  const { headers, text } = await get('/_sandbox')
  const policy = headers.get('content-security-policy') ?? ''
  for (const name of ['style', 'script']) {
    const inside = new RegExp(`<${name}[^>]*>([\\s\\S]*?)</${name}>`).exec(text)?.[1] ?? ''
    const digest = createHash('sha256').update(inside).digest('base64')
    expect(policy).toContain(`${name}-src 'sha256-${digest}'`)
  }
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
})

test('mails, logs and metrics are also there for programs', async () => {
  view.logs.append('worker', 'hello')
  expect(JSON.parse((await get('/_sandbox/health')).text)).toEqual({ ready: true })
  expect(JSON.parse((await get('/_sandbox/inbox.json')).text)).toEqual([])
  expect(JSON.parse((await get('/_sandbox/logs.json')).text)).toMatchObject([{ line: 'hello' }])
  expect(JSON.parse((await get('/_sandbox/metrics.json')).text)).toEqual([])
  expect((await get('/_sandbox/nothing')).status).toBe(404)
})

test('a mailed code is shown, and a row with its attributes', async () => {
  const mail = {
    to: 'ada@example.com',
    subject: 'Hi',
    body: 'x',
    code: '123456',
    purpose: 'sign-up',
  }
  await view.mails.send(mail)
  await new DynamoDBClient(sandbox.tools).send(
    new PutItemCommand({ TableName: 'Notes', Item: { id: { S: 'n1' }, size: { N: '7' } } }),
  )
  expect((await get('/_sandbox/inbox')).text).toContain('<code class="code">123456</code>')
  expect((await get('/_sandbox/tables?name=Notes')).text).toContain('&#34;size&#34;: 7')
})

test('an image is shown as itself; what could be a page is a download', async () => {
  const s3 = new S3Client({ ...sandbox.tools, forcePathStyle: true })
  for (const [Key, ContentType] of [
    ['a.png', 'image/png'],
    ['a.svg', 'image/svg+xml'],
    ['a.html', 'text/html'],
  ]) {
    await s3.send(new PutObjectCommand({ Bucket: 'pictures', Key, Body: 'bytes', ContentType }))
  }
  const shown = async (key: string) => {
    const { headers } = await get(`/_sandbox/objects/view?bucket=pictures&key=${key}`)
    return [headers.get('content-type'), headers.get('content-disposition')]
  }
  expect(await shown('a.png')).toEqual(['image/png', 'inline'])
  for (const key of ['a.svg', 'a.html']) {
    expect(await shown(key)).toEqual(['application/octet-stream', 'attachment'])
  }
  expect((await get('/_sandbox/objects/view?bucket=pictures&key=none')).status).toBe(404)
})

/** A message that was received once, which is as often as its queue allows. */
async function aDeadLetter(): Promise<string> {
  const sqs = new SQSClient(sandbox.tools)
  const QueueUrl = `${sandbox.endpoint}/0/jobs`
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'work' }))
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }))
  await sqs.send(new ReceiveMessageCommand({ QueueUrl }))
  const { text } = await get('/_sandbox/queues')
  return /name="message" value="([^"]+)"/.exec(text)?.[1] ?? ''
}

test('a dead letter is sent again by the page’s form, and received as new', async () => {
  const message = await aDeadLetter()
  const form = { token: view.token, queue: 'letters', message }
  const answer = await post('/_sandbox/queues/send-again', form)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/_sandbox/queues'])
  const { Messages } = await new SQSClient(sandbox.tools).send(
    new ReceiveMessageCommand({
      QueueUrl: `${sandbox.endpoint}/0/jobs`,
      MessageSystemAttributeNames: ['All'],
    }),
  )
  expect(Messages).toMatchObject([{ Body: 'work', Attributes: { ApproximateReceiveCount: '1' } }])
  expect(Messages?.[0]?.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn')
  expect((await get('/_sandbox/queues')).text).not.toContain('value="letters"')
})

test('nothing is changed by a form that another site could have made', async () => {
  const message = await aDeadLetter()
  for (const token of ['', 'guessed', `${view.token}x`]) {
    const answer = await post('/_sandbox/queues/send-again', { token, queue: 'letters', message })
    expect(answer.status).toBe(403)
  }
  expect((await get(`/_sandbox/queues/send-again?token=${view.token}`)).status).toBe(404)
  expect((await get('/_sandbox/queues')).text).toContain(`value="${message}"`)
})
