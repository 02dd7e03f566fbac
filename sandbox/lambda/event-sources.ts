import * as z from 'zod'
import { type Deployment, resourcesOfType } from '../assembly/resource.ts'
import type { Log } from '../log.ts'
import type { Queues, ReceivedMessage } from '../sqs/queues.ts'
import type { FunctionInvoker } from './invoker.ts'
import type { Permits } from './permits.ts'

type Mapping = {
  readonly queueArn: string
  readonly functionName: string
  readonly batchSize: number
  readonly maxConcurrency: number
  readonly reportsFailures: boolean
}

/** AWS polls with five consumers unless a mapping sets its own maximum. */
const defaultConcurrency = 5
/** A queue is looked at this often even when nothing said that a message came. */
const pollMs = 1_000
/** How long a queue is left alone that the function's role may not consume. */
const refusedMs = 5_000

const failuresSchema = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })),
})

/**
 * Feeds functions from queues (`AWS::Lambda::EventSourceMapping`): a batch is deleted when the
 * function returns, but for the items that it reports as failed; those come again. Nothing is taken
 * that the function's role may not take.
 * @returns a function that stops polling; batches that a function has already are seen to their end
 */
export function startEventSources(options: {
  deployment: Deployment
  queues: Queues
  functions: FunctionInvoker
  permits: Pick<Permits, 'mayPoll'>
  log: Log
}): () => void {
  const stops = readMappings(options.deployment).map((mapping) => poll(mapping, options))
  return () => {
    for (const stop of stops) stop()
  }
}

function readMappings(deployment: Deployment): Mapping[] {
  return resourcesOfType(deployment, 'AWS::Lambda::EventSourceMapping').flatMap(
    ({ properties }) => {
      const scaling = properties['ScalingConfig'] as { MaximumConcurrency?: number } | undefined
      const responses = (properties['FunctionResponseTypes'] ?? []) as string[]
      const queueArn = String(properties['EventSourceArn'])
      if (!queueArn.startsWith('arn:aws:sqs:') || properties['Enabled'] === false) return []
      return [
        {
          queueArn,
          functionName: String(properties['FunctionName']),
          batchSize: Math.min(10, Number(properties['BatchSize'] ?? 10)),
          maxConcurrency: scaling?.MaximumConcurrency ?? defaultConcurrency,
          reportsFailures: responses.includes('ReportBatchItemFailures'),
        },
      ]
    },
  )
}

function poll(
  mapping: Mapping,
  options: {
    queues: Queues
    functions: FunctionInvoker
    permits: Pick<Permits, 'mayPoll'>
    log: Log
  },
): () => void {
  const { queues, permits, log } = options
  let running = 0
  let refusedUntilMs = 0
  let [stopped, receiving, again] = [false, false, false]

  /** Takes batches while there are any and there is room; a call meanwhile makes it look again. */
  async function fill(): Promise<void> {
    again = true
    if (receiving) return
    receiving = true
    try {
      while (again) {
        again = false
        while (await takeBatch()) again = true
      }
    } finally {
      receiving = false
    }
  }

  async function takeBatch(): Promise<boolean> {
    if (stopped || running >= mapping.maxConcurrency || Date.now() < refusedUntilMs) return false
    if (!permits.mayPoll(mapping.functionName, mapping.queueArn)) {
      refusedUntilMs = Date.now() + refusedMs
      return false
    }
    const messages = await queues.receive(mapping.queueArn, mapping.batchSize)
    if (messages.length === 0) return false
    running += 1
    handle(messages)
      .catch(warn)
      .finally(() => {
        running -= 1
        wake()
      })
    return true
  }

  async function handle(messages: readonly ReceivedMessage[]): Promise<void> {
    const result = await options.functions.invoke(
      mapping.functionName,
      { Records: messages.map((message) => recordOf(message, mapping.queueArn)) },
      'RequestResponse',
    )
    if (result.kind === 'failed') return
    const failed = mapping.reportsFailures ? failedItems(result.payload, messages) : new Set()
    for (const message of messages) {
      if (!failed.has(message.messageId)) {
        await queues.delete(mapping.queueArn, message.receiptHandle)
      }
    }
  }

  function warn(cause: unknown): void {
    const message = `poll ${mapping.queueArn}: ${String(cause)}`
    log({ service: 'lambda', level: 'warning', message })
  }

  function wake(): void {
    if (!stopped) fill().catch(warn)
  }

  const unsubscribe = queues.onVisible(mapping.queueArn, wake)
  const timer = setInterval(wake, pollMs)
  wake()
  return () => {
    stopped = true
    clearInterval(timer)
    unsubscribe()
  }
}

/** An answer that is no list of failures counts as a whole failed batch, as on AWS. */
function failedItems(payload: unknown, messages: readonly ReceivedMessage[]): Set<string> {
  if (payload === null || payload === undefined) return new Set()
  const parsed = failuresSchema.safeParse(payload)
  if (!parsed.success) return new Set(messages.map((each) => each.messageId))
  return new Set(parsed.data.batchItemFailures.map((each) => each.itemIdentifier))
}

function recordOf(message: ReceivedMessage, queueArn: string): Record<string, unknown> {
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.attributes,
    messageAttributes: {},
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3],
  }
}
