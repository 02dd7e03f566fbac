import * as z from 'zod'
import type { Log } from '../log.ts'
import type { Queues } from '../sqs/queues.ts'
import type { Bucket, NotificationRule } from './bucket.ts'

/** Something that happens to an object, in the terms of S3's event messages. */
export const objectEventSchema = z.object({
  /** e.g. `ObjectCreated:Put` */
  name: z.string(),
  key: z.string(),
  /** Of the object that is made; absent for a removal. */
  created: z.object({ sizeBytes: z.number(), etag: z.string() }).optional(),
  /** Who did it. */
  principalId: z.string(),
  requestId: z.string(),
  atMs: z.number(),
})
export type ObjectEvent = z.infer<typeof objectEventSchema>

/** @returns whether a rule of the bucket wants to know of the event */
export function isHeard(event: ObjectEvent, bucket: Bucket): boolean {
  return bucket.notifications.some((rule) => fits(rule, event))
}

/**
 * Sends an event to the queues that the bucket's rules name. Like S3 it never fails the request
 * that caused it; but it resolves only when the queues have the message, so that a crash cannot
 * lose the event of an acknowledged write.
 */
export async function notify(
  event: ObjectEvent,
  bucket: Bucket,
  edges: { queues: Queues; region: string; log: Log },
): Promise<void> {
  const rules = bucket.notifications.filter((rule) => fits(rule, event))
  for (const rule of rules) {
    const body = JSON.stringify({
      Records: [record(event, bucket, { rule, region: edges.region })],
    })
    try {
      await edges.queues.send(
        rule.queueArn,
        { body },
        { service: 's3.amazonaws.com', sourceArn: bucket.arn },
      )
    } catch (error) {
      edges.log({
        service: 's3',
        level: 'warning',
        message: `${event.name} of ${bucket.name} did not reach ${rule.queueArn}: ${String(error)}`,
      })
    }
  }
}

function fits(rule: NotificationRule, event: ObjectEvent): boolean {
  return (
    event.key.startsWith(rule.prefix) &&
    event.key.endsWith(rule.suffix) &&
    rule.events.some((pattern) => {
      const name = pattern.replace(/^s3:/, '')
      return name.endsWith('*') ? event.name.startsWith(name.slice(0, -1)) : event.name === name
    })
  )
}

/** "Event message structure" of the S3 user guide, version 2.1. */
function record(
  event: ObjectEvent,
  bucket: Bucket,
  { rule, region }: { rule: NotificationRule; region: string },
): unknown {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: new Date(event.atMs).toISOString(),
    eventName: event.name,
    userIdentity: { principalId: `AWS:${event.principalId}` },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': event.requestId, 'x-amz-id-2': event.requestId },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: rule.id,
      bucket: { name: bucket.name, ownerIdentity: { principalId: 'SANDBOX' }, arn: bucket.arn },
      object: {
        key: encodeURIComponent(event.key).replace(/%2F/g, '/').replace(/%20/g, '+'),
        ...(event.created && {
          size: event.created.sizeBytes,
          eTag: event.created.etag.replaceAll('"', ''),
        }),
        sequencer: (BigInt(event.atMs) * 1_000_000n + (process.hrtime.bigint() % 1_000_000n))
          .toString(16)
          .toUpperCase()
          .padStart(18, '0'),
      },
    },
  }
}
