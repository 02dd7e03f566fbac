import { Duration, type Stack } from 'aws-cdk-lib'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'

export type QueuePair = { readonly queue: Queue; readonly deadLetters: Queue }

/** After this many deliveries without an end, a message goes to the dead letters. */
const maxDeliveries = 5

/**
 * A queue with its dead-letter queue, both encrypted and closed to plain HTTP.
 * @param of its name, for how long a delivered message stays hidden, and whether messages of a group
 *   are handed out one after the other
 */
export function queuePair(
  scope: Construct,
  of: { name: string; visibility: Duration; isFifo?: boolean },
): QueuePair {
  const fifo = of.isFifo ? { fifo: true } : {}
  const both = { enforceSSL: true, encryption: QueueEncryption.SQS_MANAGED, ...fifo }
  const deadLetters = new Queue(scope, `${of.name}-dead-letters`, {
    ...both,
    retentionPeriod: Duration.days(14),
  })
  const queue = new Queue(scope, of.name, {
    ...both,
    visibilityTimeout: of.visibility,
    retentionPeriod: Duration.days(4),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: maxDeliveries },
  })
  return { queue, deadLetters }
}

/** The queue of jobs; the owner is each message's group, so that one person cannot starve others. */
export function generationQueue(stack: Stack, visibilitySeconds: number): QueuePair {
  return queuePair(stack, {
    name: 'generations',
    visibility: Duration.seconds(visibilitySeconds),
  })
}

/** The queue of exports to make; the owner is each message's group, as of jobs. */
export function exportQueue(stack: Stack, visibilitySeconds: number): QueuePair {
  return queuePair(stack, { name: 'exports', visibility: Duration.seconds(visibilitySeconds) })
}

/** Longer than `ingest-upload` may run. */
const ingestVisibility = Duration.seconds(180)

/** The queue of uploads to take in, in lanes of each person (`jobs/enqueue-upload.ts`). */
export function ingestQueue(stack: Stack): QueuePair {
  return queuePair(stack, { name: 'ingests', visibility: ingestVisibility, isFifo: true })
}
