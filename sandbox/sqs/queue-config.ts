import * as z from 'zod'
import { type Deployment, type Resource, resourcesOfType } from '../assembly/resource.ts'
import type { PolicyDocument } from '../iam/policy.ts'

/** A queue as the template describes it. */
export type QueueConfig = {
  readonly name: string
  readonly arn: string
  readonly url: string
  readonly isFifo: boolean
  /** A FIFO queue's: what is sent without an id is known by its body. */
  readonly deduplicatesByContent: boolean
  /** A FIFO queue's: ids of one group are nothing to another. */
  readonly deduplicatesByGroup: boolean
  readonly visibilityTimeoutS: number
  readonly retentionS: number
  readonly delayS: number
  readonly waitS: number
  readonly maxMessageBytes: number
  readonly redrive: { readonly targetArn: string; readonly maxReceiveCount: number } | undefined
  readonly policy: PolicyDocument | undefined
}

/** SQS's defaults and limits ("Amazon SQS message quotas", SetQueueAttributes). */
export const queueLimits = {
  visibilityTimeoutS: { default: 30, max: 43_200 },
  retentionS: { default: 345_600, min: 60, max: 1_209_600 },
  delayS: { default: 0, max: 900 },
  waitS: { default: 0, max: 20 },
  messageBytes: { default: 1_048_576, min: 1024, max: 1_048_576 },
  batchEntries: 10,
  messageAttributes: 10,
  inFlight: 120_000,
  /** The sandbox's own: SQS keeps any number, a process's memory does not. */
  messages: 200_000,
  heldBytes: 512 * 1024 ** 2,
  /** The sandbox's own: ids of a FIFO queue that are remembered for their five minutes. */
  sentBefore: 200_000,
  /** The sandbox's own: receive calls that wait at one queue at a time. */
  waitingReceives: 1000,
} as const

const redriveSchema = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
})

const { visibilityTimeoutS, retentionS, delayS, waitS, messageBytes } = queueLimits

const propertiesSchema = z.object({
  FifoQueue: z.union([z.boolean(), z.stringbool()]).default(false),
  ContentBasedDeduplication: z.union([z.boolean(), z.stringbool()]).default(false),
  DeduplicationScope: z.enum(['queue', 'messageGroup']).default('queue'),
  VisibilityTimeout: whole(visibilityTimeoutS.default, 0, visibilityTimeoutS.max),
  MessageRetentionPeriod: whole(retentionS.default, retentionS.min, retentionS.max),
  DelaySeconds: whole(delayS.default, 0, delayS.max),
  ReceiveMessageWaitTimeSeconds: whole(waitS.default, 0, waitS.max),
  MaximumMessageSize: whole(messageBytes.default, messageBytes.min, messageBytes.max),
  RedrivePolicy: z
    .union([redriveSchema, z.string().transform((text) => redriveSchema.parse(JSON.parse(text)))])
    .optional(),
})

const attributesSchema = z.object({
  Arn: z.string(),
  QueueName: z.string().regex(/^[\w-]{1,80}(\.fifo)?$/),
})

const queuePolicySchema = z.object({
  Queues: z.array(z.string()),
  PolicyDocument: z.custom<PolicyDocument>(
    (value) => z.object({ Statement: z.unknown() }).safeParse(value).success,
  ),
})

/**
 * Reads the queues of a deployment with their policies.
 * @throws Error when a resource does not have the shape that CloudFormation documents, or a queue
 *   is what SQS would not make
 */
export function queuesOf(deployment: Deployment): readonly QueueConfig[] {
  const policies = resourcesOfType(deployment, 'AWS::SQS::QueuePolicy').map(
    ({ properties, path }) => ({ ...queuePolicySchema.parse(properties), path }),
  )
  const queues = resourcesOfType(deployment, 'AWS::SQS::Queue').map((resource) => {
    // A queue has one policy: a second one replaces the first.
    const policy = policies.findLast((each) => each.Queues.includes(resource.physicalId))
    return {
      ...configOf(resource),
      policy: policy && { ...policy.PolicyDocument, origin: policy.path },
    }
  })
  for (const queue of queues) checkKind(queue, queues)
  return queues
}

/** A FIFO queue says so in its name, and gives up messages to its like. */
function checkKind({ name, isFifo, redrive }: QueueConfig, queues: readonly QueueConfig[]): void {
  if (isFifo !== name.endsWith('.fifo')) {
    throw new Error(`The queue ${name} must be FIFO and end with .fifo, or neither.`)
  }
  const deadLetters = queues.find(({ arn }) => arn === redrive?.targetArn)
  if (deadLetters && deadLetters.isFifo !== isFifo) {
    throw new Error(`The dead-letter queue of ${name} must be ${isFifo ? 'a' : 'no'} FIFO queue.`)
  }
}

function configOf(resource: Resource): Omit<QueueConfig, 'policy'> {
  const { Arn, QueueName } = attributesSchema.parse(resource.attributes)
  const properties = propertiesSchema.parse(resource.properties)
  const redrive = properties.RedrivePolicy
  return {
    name: QueueName,
    arn: Arn,
    url: resource.physicalId,
    isFifo: properties.FifoQueue,
    deduplicatesByContent: properties.ContentBasedDeduplication,
    deduplicatesByGroup: properties.DeduplicationScope === 'messageGroup',
    visibilityTimeoutS: properties.VisibilityTimeout,
    retentionS: properties.MessageRetentionPeriod,
    delayS: properties.DelaySeconds,
    waitS: properties.ReceiveMessageWaitTimeSeconds,
    maxMessageBytes: properties.MaximumMessageSize,
    redrive: redrive && {
      targetArn: redrive.deadLetterTargetArn,
      maxReceiveCount: redrive.maxReceiveCount,
    },
  }
}

function whole(otherwise: number, min: number, max: number) {
  return z.coerce.number().int().min(min).max(max).default(otherwise)
}
