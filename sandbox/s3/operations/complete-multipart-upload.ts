import { createHash } from 'node:crypto'
import { type Checksum, createChecksum } from '../checksum.ts'
import { writeCondition } from '../conditions.ts'
import { S3Error } from '../error.ts'
import type { ObjectRecord } from '../object-record.ts'
import type { Operation } from '../operation.ts'
import { receiveText, type StoredChecksum } from '../payload.ts'
import { findUpload } from '../upload.ts'
import type { Part, Upload } from '../upload-store.ts'
import { childText, document, element, parseXml } from '../xml.ts'

const maxParts = 10_000
/** Every part but the last. */
const smallestPartBytes = 5 * 1024 ** 2
const maxObjectBytes = 5 * 1024 ** 4
/** Ten thousand parts with ETag and checksum. */
const maxBodyBytes = 4 * 1024 ** 2

export const completeMultipartUpload: Operation = {
  name: 'CompleteMultipartUpload',
  method: 'POST',
  target: 'object',
  query: ['uploadId'],
  action: 's3:PutObject',
  async run(context) {
    const { request, key, bucket, objects, uploads, nowMs, announce } = context
    const { upload, uploadId } = await findUpload(context)
    const listed = readParts(await receiveText(request, maxBodyBytes))
    const parts = matchParts(listed, await uploads.parts(uploadId))
    const staged = await objects.stage()
    try {
      const whole = wholeChecksum(upload)
      for (const part of parts) {
        for await (const piece of uploads.readPart(uploadId, part)) {
          whole?.update(piece)
          await staged.write(piece)
        }
      }
      await staged.finish()
      const checksum = whole ? fullChecksum(upload, whole) : compositeChecksum(upload, parts)
      const object = {
        key,
        headers: upload.headers,
        metadata: upload.metadata,
        sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
        etag: multipartEtag(parts),
        lastModifiedMs: nowMs(),
        ...(checksum && { checksum }),
      }
      const record = await announce(
        { name: 'ObjectCreated:CompleteMultipartUpload', key, created: object },
        () => objects.commit(staged, object, writeCondition(request.headers)),
      )
      await uploads.remove(uploadId)
      return response(record, bucket.name, request.host)
    } finally {
      await staged.discard()
    }
  },
}

function response(record: ObjectRecord, bucketName: string, host: string) {
  const { checksum } = record
  const root = element('CompleteMultipartUploadResult', [
    element('Location', `http://${host}/${encodeURIComponent(record.key)}`),
    element('Bucket', bucketName),
    element('Key', record.key),
    element('ETag', record.etag),
    ...(checksum
      ? [
          element(`Checksum${checksum.algorithm.toUpperCase()}`, checksum.value),
          element('ChecksumType', checksum.type),
        ]
      : []),
  ])
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: document(root, true),
  }
}

type ListedPart = { readonly number: number; readonly etag: string }

function readParts(text: string): readonly ListedPart[] {
  const root = parseXml(text)
  const nodes = root?.children.filter((child) => child.name === 'Part') ?? []
  if (root?.name !== 'CompleteMultipartUpload' || nodes.length === 0 || nodes.length > maxParts) {
    throw new S3Error('MalformedXML')
  }
  return nodes.map((node) => ({
    number: Number(childText(node, 'PartNumber')),
    etag: (childText(node, 'ETag') ?? '').replaceAll('"', ''),
  }))
}

function matchParts(listed: readonly ListedPart[], stored: readonly Part[]): readonly Part[] {
  const byNumber = new Map(stored.map((part) => [part.number, part]))
  const parts = listed.map(({ number, etag }, index) => {
    if (index > 0 && number <= (listed[index - 1]?.number ?? 0)) {
      throw new S3Error('InvalidPartOrder')
    }
    const part = byNumber.get(number)
    if (part?.md5Hex !== etag) throw new S3Error('InvalidPart')
    return part
  })
  if (parts.slice(0, -1).some((part) => part.sizeBytes < smallestPartBytes)) {
    throw new S3Error('EntityTooSmall')
  }
  if (parts.reduce((sum, part) => sum + part.sizeBytes, 0) > maxObjectBytes) {
    throw new S3Error('EntityTooLarge')
  }
  return parts
}

/** The MD5 of the parts' MD5s, and how many they are. */
function multipartEtag(parts: readonly Part[]): string {
  const md5 = createHash('md5')
  for (const part of parts) md5.update(part.md5Hex, 'hex')
  return `"${md5.digest('hex')}-${parts.length}"`
}

function wholeChecksum(upload: Upload): Checksum | undefined {
  return upload.checksumAlgorithm && upload.checksumType === 'FULL_OBJECT'
    ? createChecksum(upload.checksumAlgorithm)
    : undefined
}

function fullChecksum(upload: Upload, checksum: Checksum): StoredChecksum | undefined {
  return (
    upload.checksumAlgorithm && {
      algorithm: upload.checksumAlgorithm,
      value: checksum.digest().toString('base64'),
      type: 'FULL_OBJECT',
    }
  )
}

/** The checksum of the parts' checksums, and how many they are. */
function compositeChecksum(upload: Upload, parts: readonly Part[]): StoredChecksum | undefined {
  const algorithm = upload.checksumAlgorithm
  if (!algorithm || parts.some((part) => part.checksum?.algorithm !== algorithm)) return undefined
  const checksum = createChecksum(algorithm)
  for (const part of parts) checksum.update(Buffer.from(part.checksum?.value ?? '', 'base64'))
  const value = `${checksum.digest().toString('base64')}-${parts.length}`
  return { algorithm, value, type: 'COMPOSITE' }
}
