import type { ServiceRequest } from '../gateway/service.ts'
import { S3Error } from './error.ts'
import type { Operation } from './operation.ts'
import { abortMultipartUpload } from './operations/abort-multipart-upload.ts'
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts'
import { copyObject } from './operations/copy-object.ts'
import { createMultipartUpload } from './operations/create-multipart-upload.ts'
import { deleteObject } from './operations/delete-object.ts'
import { deleteObjects } from './operations/delete-objects.ts'
import { getBucketLocation } from './operations/get-bucket-location.ts'
import { getObject } from './operations/get-object.ts'
import { headBucket } from './operations/head-bucket.ts'
import { headObject } from './operations/head-object.ts'
import { listObjectsV2 } from './operations/list-objects-v2.ts'
import { listParts } from './operations/list-parts.ts'
import { putObject } from './operations/put-object.ts'
import { uploadPart } from './operations/upload-part.ts'

/** Every operation of S3 that the sandbox has. */
const operations: readonly Operation[] = [
  abortMultipartUpload,
  completeMultipartUpload,
  copyObject,
  createMultipartUpload,
  deleteObject,
  deleteObjects,
  getBucketLocation,
  getObject,
  headBucket,
  headObject,
  listObjectsV2,
  listParts,
  putObject,
  uploadPart,
]

/** Query parameters that only refine an operation; any other one names a sub-resource. */
const refinements = new Set([
  'continuation-token',
  'delimiter',
  'encoding-type',
  'fetch-owner',
  'max-keys',
  'max-parts',
  'part-number-marker',
  'prefix',
  'start-after',
  // The SDK's own mark of which operation a request is.
  'x-id',
])

/**
 * @returns the operation that the request's method, sub-resources and headers name
 * @throws S3Error NotImplemented
 */
export function findOperation(request: ServiceRequest, target: Operation['target']): Operation {
  const asked = [...new Set(request.query.keys())].filter(
    (name) =>
      !refinements.has(name) &&
      !name.startsWith('response-') &&
      !name.toLowerCase().startsWith('x-amz-'),
  )
  const fitting = operations.filter(
    ({ method, target: own, query = [], header }) =>
      method === request.method &&
      own === target &&
      query.length === asked.length &&
      query.every((name) => asked.includes(name)) &&
      (header === undefined || header in request.headers),
  )
  // The one that a header makes special is the one that was meant.
  const found = fitting.find(({ header }) => header !== undefined) ?? fitting[0]
  const copiesPart = found === uploadPart && 'x-amz-copy-source' in request.headers
  if (!found || copiesPart) {
    const what = [request.method, target, ...asked].join(' ')
    throw new S3Error('NotImplemented', `The sandbox does not implement this request: ${what}.`)
  }
  return found
}
