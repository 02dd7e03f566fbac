import { Duration, Stack } from 'aws-cdk-lib'
import type { CfnBucket } from 'aws-cdk-lib/aws-s3'
import { EventType, type IBucket } from 'aws-cdk-lib/aws-s3'
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications'
import { type QueuePair, queuePair } from '../queue/resource.ts'

/** Longer than `enqueue-upload` may run. */
const uploadVisibility = Duration.seconds(60)

/**
 * Closes the bucket to the public, encrypts it, and lets only these origins' browsers in. It is
 * set here, on the low level, for rules added on the high one would be lost beside it.
 */
export function secureBucket(bucket: CfnBucket, allowedOrigins: readonly string[]): void {
  bucket.publicAccessBlockConfiguration = {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  }
  bucket.bucketEncryption = {
    serverSideEncryptionConfiguration: [
      { serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } },
    ],
  }
  bucket.corsConfiguration = {
    corsRules: [
      {
        allowedOrigins: [...allowedOrigins],
        // DELETE gives up an upload in parts; no policy lets a person delete an object.
        allowedMethods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
        allowedHeaders: ['*'],
        exposedHeaders: ['ETag', 'Content-Length', 'x-amz-request-id', 'x-amz-meta-file-name'],
        maxAge: 3_000,
      },
    ],
  }
  bucket.lifecycleConfiguration = {
    rules: [
      {
        id: 'abandoned-uploads',
        status: 'Enabled',
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
      {
        // Jobs remove these when they end; one that died leaves its own behind.
        id: 'answers-of-models',
        status: 'Enabled',
        prefix: 'answers/',
        expirationInDays: 2,
      },
    ],
  }
}

/** A queue that hears of all that people upload; in the bucket's stack, else the stacks form a cycle. */
export function uploadQueue(bucket: IBucket): QueuePair {
  const pair = queuePair(Stack.of(bucket), { name: 'uploads', visibility: uploadVisibility })
  for (const prefix of ['originals/', 'masks/', 'documents/']) {
    bucket.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(pair.queue), {
      prefix,
    })
  }
  return pair
}
