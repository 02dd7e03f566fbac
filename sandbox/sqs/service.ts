import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { Deployment } from '../assembly/resource.ts'
import type { FaultSource } from '../faults/faults.ts'
import type { Service, ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { Authorizer, Question } from '../iam/caller.ts'
import type { Log } from '../log.ts'
import { type Clock, systemClock } from './clock.ts'
import { errorResponse, SqsError } from './error.ts'
import { md5OfBody } from './message.ts'
import { checkContents, checkKind } from './new-message.ts'
import { listQueues } from './operations/list-queues.ts'
import { operations, unsupportedOperations } from './operations.ts'
import { openQueue, type Queue } from './queue.ts'
import { createQueueBrowser, type QueueBrowser } from './queue-browser.ts'
import { type QueueConfig, queuesOf } from './queue-config.ts'
import type { Queues, Sender } from './queues.ts'
import { systemAttributes } from './system-attributes.ts'

type Edges = {
  readonly deployment: Deployment
  readonly authorizer: Authorizer
  readonly log: Log
  readonly clock?: Clock
  /** Messages that go astray; the other faults strike at the gateway. */
  readonly faults?: Pick<FaultSource, 'take'>
}

/** A queue of the template, and its messages once they are read from the disk. */
type Entry = { readonly config: QueueConfig; readonly opened: Promise<Queue> }

/** Ten messages of 1 MiB cannot be sent at once: SQS bounds the whole request. */
const maxBodyBytes = 4 * 1024 ** 2

const namedSchema = z.looseObject({
  QueueUrl: z.string().optional(),
  QueueName: z.string().optional(),
})

/**
 * SQS over the queues of a deployment, kept under `${stateDir}/sqs`. What was sent survives a crash.
 * @throws Error when a queue's resources do not have CloudFormation's shape
 */
export function createSqs(
  edges: Edges,
): Service & { readonly queues: Queues; readonly browser: QueueBrowser } {
  const entries = openAll(edges)
  const configs = entries.map(({ config }) => config)
  return {
    body: 'buffer',
    maxBodyBytes,
    queues: createQueues(edges, entries),
    browser: createQueueBrowser(entries),
    async handle(request) {
      try {
        return success(await dispatch(edges, request, { entries, configs }))
      } catch (error) {
        return errorResponse(asSqsError(error, edges.log))
      }
    },
    async close() {
      const queues = await Promise.allSettled(entries.map(({ opened }) => opened))
      for (const queue of queues) if (queue.status === 'fulfilled') await queue.value.close()
    },
  }
}

function openAll({ deployment, faults, clock = systemClock }: Edges): readonly Entry[] {
  const folder = join(deployment.stateDir, 'sqs')
  const made = mkdir(folder, { recursive: true, mode: 0o700 })
  const byArn = new Map<string, Promise<Queue>>()
  return queuesOf(deployment).map((config) => {
    const deadLetters = async () => await byArn.get(config.redrive?.targetArn ?? '')
    const opened = made.then(() => openQueue({ config, folder, clock, deadLetters, faults }))
    // A failure to open is reported by the first request, not as an unhandled rejection.
    opened.catch(() => undefined)
    byArn.set(config.arn, opened)
    return { config, opened }
  })
}

async function dispatch(
  { authorizer, deployment }: Edges,
  request: ServiceRequest,
  { entries, configs }: { entries: readonly Entry[]; configs: readonly QueueConfig[] },
): Promise<Readonly<Record<string, unknown>>> {
  const name = readOperationName(request)
  const input = readInput(request)
  const { caller } = request
  const context = { 'aws:SecureTransport': String(request.secure) }
  if (name === listQueues.name) {
    const resource = `arn:aws:sqs:${deployment.region}:${deployment.accountId}:*`
    demand(authorizer, { caller, action: listQueues.action, resource, context })
    return listQueues.run(configs, input)
  }
  const operation = operations.find((each) => each.name === name)
  if (!operation) {
    if (unsupportedOperations.has(name)) {
      throw new SqsError('UnsupportedOperation', `The sandbox does not implement ${name}.`)
    }
    throw new SqsError('UnknownOperationException', `There is no operation ${name}.`)
  }
  const { config, opened } = findQueue(entries, input)
  demand(authorizer, {
    caller,
    action: operation.action,
    resource: config.arn,
    context,
    ...(config.policy && { resourcePolicy: config.policy }),
  })
  return await operation.run({ input, caller, queue: await opened })
}

function readOperationName({ headers, method }: ServiceRequest): string {
  const [service, name] = (headers['x-amz-target'] ?? '').split('.')
  if (method !== 'POST' || service !== 'AmazonSQS' || name === undefined) {
    throw new SqsError('UnknownOperationException', 'The sandbox speaks SQS’s JSON protocol only.')
  }
  return name
}

function readInput({ body }: ServiceRequest): z.infer<typeof namedSchema> {
  try {
    return namedSchema.parse(JSON.parse(body.toString('utf8') || '{}'))
  } catch (cause) {
    throw new SqsError('SerializationException', `The body is not an SQS request: ${String(cause)}`)
  }
}

/** By URL, whatever its host (`AWS_ENDPOINT_URL` changes it), or by name. */
function findQueue(entries: readonly Entry[], input: z.infer<typeof namedSchema>): Entry {
  const name = input.QueueName ?? input.QueueUrl?.split('/').at(-1)
  if (name === undefined) {
    const message = 'The request must contain the parameter QueueUrl.'
    throw new SqsError('MissingRequiredParameterException', message)
  }
  const entry = entries.find(({ config }) => config.name === name)
  if (!entry) throw new SqsError('QueueDoesNotExist', 'The specified queue does not exist.')
  return entry
}

function demand(authorizer: Authorizer, question: Question): void {
  const { allowed, message } = authorizer.authorize(question)
  if (!allowed) throw new SqsError('AccessDeniedException', message)
}

function senderOf(sender: Sender, { accountId }: Deployment) {
  if ('caller' in sender) return { caller: sender.caller }
  const { service, sourceArn } = sender
  const context = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': accountId }
  return { caller: undefined, service, context }
}

function createQueues({ authorizer, deployment }: Edges, entries: readonly Entry[]): Queues {
  const byArn = new Map(entries.map((entry) => [entry.config.arn, entry]))
  const entryOf = (arn: string) => {
    const entry = byArn.get(arn)
    if (!entry) throw new SqsError('QueueDoesNotExist', `There is no queue ${arn}.`)
    return entry
  }
  return {
    async send(queueArn, message, sender) {
      const entry = entryOf(queueArn)
      demand(authorizer, {
        ...senderOf(sender, deployment),
        action: 'sqs:SendMessage',
        resource: queueArn,
        ...(entry.config.policy && { resourcePolicy: entry.config.policy }),
      })
      checkKind(message, entry.config)
      checkContents(message, entry.config)
      const senderId = 'caller' in sender ? sender.caller.userId : sender.service
      await (await entry.opened).send({ ...message, senderId })
    },
    async receive(queueArn, max) {
      const queue = await entryOf(queueArn).opened
      const deliveries = await queue.receive({ max, waitS: 0 })
      return deliveries.map(({ message, receiptHandle }) => ({
        messageId: message.id,
        receiptHandle,
        body: message.body,
        md5OfBody: md5OfBody(message.body),
        groupId: message.groupId,
        attributes: systemAttributes(message),
      }))
    },
    delete: async (queueArn, receipt) => (await entryOf(queueArn).opened).delete(receipt),
    changeVisibility: async (queueArn, receipt, seconds) =>
      (await entryOf(queueArn).opened).changeVisibility(receipt, seconds),
    onVisible(queueArn, listener) {
      let stop = () => {}
      let isOver = false
      const subscribe = (queue: Queue) => {
        if (!isOver) stop = queue.onVisible(listener)
      }
      // A queue that cannot be opened says so to whoever receives from it.
      entryOf(queueArn).opened.then(subscribe, () => undefined)
      return () => {
        isOver = true
        stop()
      }
    },
  }
}

function success(output: Readonly<Record<string, unknown>>): ServiceResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(output),
  }
}

function asSqsError(error: unknown, log: Log): SqsError {
  if (error instanceof SqsError) return error
  log({ service: 'sqs', level: 'warning', message: `Internal error: ${String(error)}` })
  return new SqsError('InternalError', 'The sandbox failed to answer; its log says why.')
}
