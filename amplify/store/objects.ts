import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { AppError } from '#domain/errors.ts'

export type StoredObject = {
  readonly bytes: Buffer
  /** The uploader's own `x-amz-meta-*` values. */
  readonly metadata: Readonly<Record<string, string>>
  /** Names these bytes at this key, so that a later write over them can be told. */
  readonly etag: string
  /** What a browser is told that it is, and to do with it. */
  readonly headers: { readonly mime: string | undefined; readonly disposition: string | undefined }
}

/** `modifiedAt` is when it was written last, in epoch milliseconds. */
export type ListedObject = {
  readonly key: string
  readonly bytes: number
  readonly modifiedAt: number
}

export interface Objects {
  /**
   * @returns the whole object, or `undefined` when there is none
   * @throws AppError INVALID_IMAGE when it has more than `maxBytes`; then none of it was kept
   */
  read(key: string, maxBytes: number): Promise<StoredObject | undefined>
  /** @returns the first `length` bytes (fewer if it has fewer), or `undefined` when there is none */
  readStart(key: string, length: number): Promise<Buffer | undefined>
  write(key: string, bytes: Buffer, mime: string): Promise<void>
  /** Removes objects; those that are gone already count as removed. */
  remove(keys: readonly string[]): Promise<void>
  /**
   * Gives an upload headers of ours instead of its sender's: its true type, and to be saved, never
   * shown as a page. Nothing happens when it has them, or was written over since it was read.
   */
  relabel(key: string, found: StoredObject, mime: string): Promise<void>
  /**
   * @param prefix how the keys begin; of a whole folder, with its last slash
   * @param after a key among them, from which to go on
   * @returns up to 1,000 objects in the order of their keys
   */
  list(prefix: string, after?: string): Promise<readonly ListedObject[]>
}

/** S3's own limit of keys in one request. */
const maxKeys = 1_000

/** A link to an object saves a file, whatever the bytes would be as a page. */
const disposition = 'attachment'

/** What a browser's upload was called, percent-encoded. */
export const fileNameField = 'file-name'

/** Content-addressed or written once: no copy of an object ever becomes stale. */
const cacheControl = 'private, max-age=31536000, immutable'

export function createObjects(bucket: string): Objects {
  const client = new S3Client({})
  const get = async (key: string, range?: string) => {
    try {
      return await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: range }))
    } catch (error) {
      if (isAbsent(error)) return undefined
      throw error
    }
  }
  return {
    async read(key, maxBytes) {
      const found = await get(key)
      if (found?.Body === undefined) return undefined
      if ((found.ContentLength ?? 0) > maxBytes) {
        await discard(found.Body)
        const maxMegabytes = Math.floor(maxBytes / 1_000_000)
        throw new AppError('INVALID_IMAGE', { key: 'fileLargerThan', maxMegabytes })
      }
      const { buffer, byteOffset, byteLength } = await found.Body.transformToByteArray()
      // The same memory: a result of 100 megapixels may have hundreds of megabytes.
      const bytes = Buffer.from(buffer, byteOffset, byteLength)
      const headers = { mime: found.ContentType, disposition: found.ContentDisposition }
      return { bytes, metadata: found.Metadata ?? {}, etag: found.ETag ?? '', headers }
    },
    async readStart(key, length) {
      const found = await get(key, `bytes=0-${length - 1}`)
      if (found?.Body === undefined) return undefined
      return Buffer.from(await found.Body.transformToByteArray())
    },
    async write(key, bytes, mime) {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: bytes,
          ContentType: mime,
          ContentDisposition: disposition,
          CacheControl: cacheControl,
        }),
      )
    },
    async remove(keys) {
      for (let start = 0; start < keys.length; start += maxKeys) {
        const Objects = keys.slice(start, start + maxKeys).map((Key) => ({ Key }))
        const done = await client.send(
          new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
        )
        const failed = done.Errors?.[0]
        if (failed) throw new AppError('INTERNAL', `An object was not removed: ${failed.Code}.`)
      }
    },
    relabel: (key, found, mime) => relabel(client, { bucket, key, mime }, found),
    async list(prefix, after) {
      const found = await client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          MaxKeys: maxKeys,
          StartAfter: after,
        }),
      )
      return (found.Contents ?? []).flatMap(({ Key, Size, LastModified }) =>
        Key === undefined
          ? []
          : { key: Key, bytes: Size ?? 0, modifiedAt: LastModified?.getTime() ?? 0 },
      )
    },
  }
}

/**
 * Functions may not list the bucket, and S3 answers them 403 instead of 404 for a key that does
 * not exist; an empty object has no first byte, hence 416.
 */
function isAbsent(error: unknown): boolean {
  if (!(error instanceof S3ServiceException)) return false
  return [403, 404, 416].includes(error.$metadata.httpStatusCode ?? 0)
}

async function relabel(
  client: S3Client,
  { bucket, key, mime }: { bucket: string; key: string; mime: string },
  { etag, headers, metadata }: StoredObject,
): Promise<void> {
  if (headers.mime === mime && headers.disposition === disposition) return
  const name = metadata[fileNameField]
  const copy = new CopyObjectCommand({
    Bucket: bucket,
    Key: key,
    CopySource: `${bucket}/${key}`,
    CopySourceIfMatch: etag,
    MetadataDirective: 'REPLACE',
    ContentType: mime,
    ContentDisposition: disposition,
    CacheControl: cacheControl,
    Metadata: name === undefined ? {} : { [fileNameField]: name },
  })
  try {
    await client.send(copy)
  } catch (error) {
    if (!isAbsent(error) && !isChanged(error)) throw error
  }
}

/** Its own event is on its way, and with it another look at it. */
function isChanged(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412
}

async function discard(body: object): Promise<void> {
  if ('destroy' in body && typeof body.destroy === 'function') await body.destroy()
}
