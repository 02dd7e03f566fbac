import { join } from 'node:path'
import type { Deployment } from '../assembly/resource.ts'
import type { Service, ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { Authorizer } from '../iam/caller.ts'
import type { Log } from '../log.ts'
import type { Queues } from '../sqs/queues.ts'
import { type Address, readAddress } from './address.ts'
import { openAnnouncements } from './announcements.ts'
import { createObjectBrowser, type ObjectBrowser } from './browser.ts'
import { type Bucket, bucketsOf } from './bucket.ts'
import { answerPreflight, corsHeaders } from './cors.ts'
import { errorResponse, S3Error } from './error.ts'
import { makeFolder } from './files.ts'
import { isHeard, notify } from './notifications.ts'
import { openObjectStore } from './object-store.ts'
import type { OpenBucket, Operation, OperationContext } from './operation.ts'
import { findOperation } from './operations.ts'
import { seedBuckets } from './seed.ts'
import { openUploadStore } from './upload-store.ts'

type Edges = {
  readonly deployment: Deployment
  readonly authorizer: Authorizer
  readonly queues: Queues
  readonly log: Log
  /** Milliseconds since the epoch. */
  readonly clock?: () => number
}

/**
 * S3 over the buckets of a deployment. Objects are kept under `${stateDir}/s3/<bucket>`; what was
 * acknowledged survives a crash.
 * @throws Error when a bucket's resources do not have CloudFormation's shape
 */
export function createS3(edges: Edges): Service & { readonly browser: ObjectBrowser } {
  const buckets = new Map(bucketsOf(edges.deployment).map((bucket) => [bucket.name, bucket]))
  const { clock = Date.now, log } = edges
  const opened = openAll([...buckets.values()], edges).then(async (open) => {
    await seedBuckets(edges.deployment, open, { log, clock })
    return open
  })
  // A failure to open is reported by the first request, not as an unhandled rejection.
  opened.catch(() => undefined)
  return {
    body: 'stream',
    browser: createObjectBrowser([...buckets.keys()], opened),
    operationOf: (request) => nameOperation(request, buckets.keys()),
    async handle(request) {
      let bucket: Bucket | undefined
      let response: ServiceResponse
      try {
        const address = readAddress(request.host, request.path, buckets.keys())
        bucket = buckets.get(address.bucket ?? '')
        if (address.bucket !== undefined && !bucket) throw new S3Error('NoSuchBucket')
        response =
          bucket && request.method === 'OPTIONS'
            ? answerPreflight(bucket.cors, request.headers)
            : await run(edges, { request, address, opened: await opened })
      } catch (error) {
        response = errorResponse(asS3Error(error, edges.log), request)
      }
      return {
        ...response,
        headers: {
          ...(request.method !== 'OPTIONS' && corsHeaders(bucket?.cors ?? [], request)),
          'x-amz-request-id': request.requestId,
          ...response.headers,
        },
      }
    },
    async close() {
      await opened.catch(() => undefined)
    },
  }
}

/** Nothing for a request that is refused before it comes to an operation. */
function nameOperation(request: ServiceRequest, bucketNames: Iterable<string>): string | undefined {
  try {
    return operationAt(readAddress(request.host, request.path, bucketNames), request).name
  } catch (error) {
    if (error instanceof S3Error) return undefined
    throw error
  }
}

/** @throws S3Error NotImplemented */
function operationAt({ key }: Address, request: ServiceRequest): Operation {
  return findOperation(request, key === undefined ? 'bucket' : 'object')
}

async function openAll(
  buckets: readonly Bucket[],
  { deployment, queues, log }: Edges,
): Promise<ReadonlyMap<string, OpenBucket>> {
  const { region } = deployment
  const folder = join(deployment.stateDir, 's3')
  await makeFolder(folder)
  const entries = buckets.map(async (bucket) => {
    const own = join(folder, bucket.name)
    await makeFolder(own)
    const objects = await openObjectStore(own)
    const uploads = await openUploadStore(own)
    const announcements = await openAnnouncements({
      folder: own,
      objects,
      isHeard: (event) => isHeard(event, bucket),
      send: (event) => notify(event, bucket, { queues, log, region }),
    })
    return [bucket.name, { bucket, objects, uploads, announcements }] as const
  })
  return new Map(await Promise.all(entries))
}

function run(
  edges: Edges,
  asked: {
    request: ServiceRequest
    address: Address
    opened: ReadonlyMap<string, OpenBucket>
  },
): Promise<ServiceResponse> {
  const { request, address, opened } = asked
  const { authorizer, deployment, clock = Date.now } = edges
  const find = (name: string) => {
    const found = opened.get(name)
    if (!found) throw new S3Error('NoSuchBucket')
    return found
  }
  if (address.bucket === undefined) {
    throw new S3Error('NotImplemented', 'The sandbox implements no operation without a bucket.')
  }
  const own = find(address.bucket)
  const demand: OperationContext['demand'] = (action, { bucket, key }) => {
    const { allowed, message } = authorizer.authorize({
      caller: request.caller,
      action,
      resource: key === undefined ? bucket.arn : `${bucket.arn}/${key}`,
      context: { 'aws:SecureTransport': String(request.secure), ...listContext(request) },
      ...(bucket.policy && { resourcePolicy: bucket.policy }),
    })
    if (!allowed) throw new S3Error('AccessDenied', request.caller ? message : undefined)
  }
  const operation = operationAt(address, request)
  const target = address.key === undefined ? {} : { key: address.key }
  if (operation.action) demand(operation.action, { bucket: own.bucket, ...target })
  const { announcements, ...stores } = own
  return operation.run({
    ...stores,
    request,
    key: address.key ?? '',
    region: deployment.region,
    nowMs: clock,
    find,
    demand,
    announce: (event, change) => {
      const { caller, requestId } = request
      const principalId = caller?.userId ?? 'ANONYMOUS'
      return announcements.announce({ ...event, principalId, requestId, atMs: clock() }, change)
    },
  })
}

/** The condition keys of a listing; a request without a prefix lists the whole bucket. */
function listContext({ query, method }: ServiceRequest): Record<string, string> {
  if (method !== 'GET' || query.get('list-type') === null) return {}
  return {
    's3:prefix': query.get('prefix') ?? '',
    ...(query.has('delimiter') && { 's3:delimiter': query.get('delimiter') ?? '' }),
    ...(query.has('max-keys') && { 's3:max-keys': query.get('max-keys') ?? '' }),
  }
}

function asS3Error(error: unknown, log: Log): S3Error {
  if (error instanceof S3Error) return error
  log({ service: 's3', level: 'warning', message: `Internal error: ${String(error)}` })
  return new S3Error('InternalError')
}
