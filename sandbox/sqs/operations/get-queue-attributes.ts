import * as z from 'zod'
import { SqsError } from '../error.ts'
import { type Operation, parseInput } from '../operation.ts'
import type { Queue } from '../queue.ts'

const inputSchema = z.object({ AttributeNames: z.array(z.string()).default([]) })

/** Attributes that not every queue has. */
const optionalNames = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoQueue',
  'FifoThroughputLimit',
  'Policy',
  'RedrivePolicy',
]

export const getQueueAttributes: Operation = {
  name: 'GetQueueAttributes',
  action: 'sqs:GetQueueAttributes',
  run({ queue, input }) {
    const { AttributeNames: names } = parseInput(inputSchema, input)
    const known = attributesOf(queue)
    const unknown = names.find(
      (name) => !['All', ...optionalNames].includes(name) && !(name in known),
    )
    if (unknown !== undefined) {
      throw new SqsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`)
    }
    const wanted = Object.entries(known).filter(
      ([name]) => names.includes('All') || names.includes(name),
    )
    return Promise.resolve(wanted.length > 0 ? { Attributes: Object.fromEntries(wanted) } : {})
  },
}

function attributesOf(queue: Queue): Readonly<Record<string, string>> {
  const { config } = queue
  const { visible, inFlight, delayed } = queue.counts()
  return {
    QueueArn: config.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    VisibilityTimeout: String(config.visibilityTimeoutS),
    MessageRetentionPeriod: String(config.retentionS),
    DelaySeconds: String(config.delayS),
    ReceiveMessageWaitTimeSeconds: String(config.waitS),
    MaximumMessageSize: String(config.maxMessageBytes),
    SqsManagedSseEnabled: 'true',
    ...(config.isFifo && {
      FifoQueue: 'true',
      ContentBasedDeduplication: String(config.deduplicatesByContent),
      DeduplicationScope: config.deduplicatesByGroup ? 'messageGroup' : 'queue',
      FifoThroughputLimit: config.deduplicatesByGroup ? 'perMessageGroupId' : 'perQueue',
    }),
    ...(config.policy && { Policy: JSON.stringify(config.policy) }),
    ...(config.redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: config.redrive.targetArn,
        maxReceiveCount: config.redrive.maxReceiveCount,
      }),
    }),
  }
}
