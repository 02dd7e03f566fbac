import type { ServiceRequest, ServiceResponse } from '../gateway/service.ts'
import type { Announcements } from './announcements.ts'
import type { Bucket } from './bucket.ts'
import type { ObjectEvent } from './notifications.ts'
import type { ObjectStore } from './object-store.ts'
import type { UploadStore } from './upload-store.ts'

/** A bucket with what it holds. */
export type OpenBucket = {
  readonly bucket: Bucket
  readonly objects: ObjectStore
  readonly uploads: UploadStore
  readonly announcements: Announcements
}

/** What an operation on a bucket or object is handed; its own action has been authorised. */
export type OperationContext = Omit<OpenBucket, 'announcements'> & {
  readonly request: ServiceRequest
  /** Empty for an operation on a bucket. */
  readonly key: string
  readonly region: string
  readonly nowMs: () => number
  /** @throws S3Error NoSuchBucket */
  readonly find: (bucketName: string) => OpenBucket
  /** @throws S3Error AccessDenied */
  readonly demand: (action: string, on: { bucket: Bucket; key?: string }) => void
  /** Changes an object and tells those who want to know; a change that gives `false` was none. */
  readonly announce: <T>(
    event: Pick<ObjectEvent, 'name' | 'key' | 'created'>,
    change: () => Promise<T>,
  ) => Promise<T>
}

/** One operation of S3: how a request for it looks, what it needs, what it does. */
export type Operation = {
  readonly name: string
  readonly method: string
  readonly target: 'bucket' | 'object'
  /** The sub-resources of the query; all of them and no other must be there. */
  readonly query?: readonly string[]
  /** A header that makes the difference, such as `x-amz-copy-source`. */
  readonly header?: string
  /** The IAM action on its target; `undefined` when the operation asks for each of its keys. */
  readonly action: string | undefined
  run(context: OperationContext): Promise<ServiceResponse>
}
