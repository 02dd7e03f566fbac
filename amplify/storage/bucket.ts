import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  EventType,
  type IBucket,
} from 'aws-cdk-lib/aws-s3'
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications'
import type { Deployment } from '../deployment.ts'
import { type QueuePair, queuePair } from '../queue/resource.ts'

/** Longer than `enqueue-upload` may run. */
const uploadVisibility = Duration.seconds(60)

/**
 * Closes the bucket to the public, encrypts it, lets only the deployment's origins' browsers in, and keeps
 * versions on a branch. It is set here, on the low level, for rules added on the high one would be
 * lost beside it.
 */
export function secureBucket(bucket: CfnBucket, deployment: Deployment): void {
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
        allowedOrigins: [...deployment.allowedOrigins],
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
      ...(deployment.keepsData ? versionRules(deployment.versionDays) : []),
    ],
  }
  if (deployment.keepsData) bucket.versioningConfiguration = { status: 'Enabled' }
}

/** What was removed or written over can come back for some days; what can be made again, for one. */
function versionRules(days: number): CfnBucket.RuleProperty[] {
  const passing = ['answers/', 'exports/', 'previews/'].map((prefix) => ({
    id: `versions-of-${prefix.slice(0, -1)}`,
    status: 'Enabled',
    prefix,
    noncurrentVersionExpiration: { noncurrentDays: 1 },
  }))
  const rest = {
    id: 'versions',
    status: 'Enabled',
    noncurrentVersionExpiration: { noncurrentDays: days },
    expiredObjectDeleteMarker: true,
  }
  return [...passing, rest]
}

/** Logs every request for an object into a second bucket, which keeps them for some days. */
export function logRequests(bucket: CfnBucket, logDays: number): void {
  const stack = Stack.of(bucket)
  const logs = new Bucket(stack, 'AccessLogs', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    lifecycleRules: [
      { expiration: Duration.days(logDays), abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
  })
  logs.addToResourcePolicy(
    new PolicyStatement({
      actions: ['s3:PutObject'],
      principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
      resources: [logs.arnForObjects('*')],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  )
  bucket.loggingConfiguration = { destinationBucketName: logs.bucketName }
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
