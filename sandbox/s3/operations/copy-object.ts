import { readAddress } from '../address.ts'
import { checkReadConditions, writeCondition } from '../conditions.ts'
import { S3Error } from '../error.ts'
import { readFacts, refuseUnsupported } from '../object-headers.ts'
import type { Operation } from '../operation.ts'
import { demandPresent } from '../presence.ts'
import { document, element } from '../xml.ts'

export const copyObject: Operation = {
  name: 'CopyObject',
  method: 'PUT',
  target: 'object',
  header: 'x-amz-copy-source',
  action: 's3:PutObject',
  async run({ request, key, bucket, objects, find, demand, nowMs, announce }) {
    refuseUnsupported(request.headers)
    const address = sourceOf(request.headers['x-amz-copy-source'] ?? '')
    const source = find(address.bucket)
    demand('s3:GetObject', { bucket: source.bucket, key: address.key })
    const found = await source.objects.read(address.key)
    const record = demandPresent(found, { bucket: source.bucket, demand })
    checkReadConditions(record, request.headers, 'x-amz-copy-source-')
    const replaced = request.headers['x-amz-metadata-directive']?.toUpperCase() === 'REPLACE'
    if (!replaced && source.bucket.name === bucket.name && address.key === key) {
      throw new S3Error('InvalidRequest', 'This copy would change nothing.')
    }
    const { headers, metadata } = replaced ? readFacts(request.headers) : record
    const staged = await source.objects.stageCopy(record)
    try {
      const object = {
        key,
        headers,
        metadata,
        sizeBytes: record.sizeBytes,
        etag: record.etag,
        lastModifiedMs: nowMs(),
        ...(record.checksum && { checksum: record.checksum }),
      }
      const copied = await announce({ name: 'ObjectCreated:Copy', key, created: object }, () =>
        objects.commit(staged, object, writeCondition(request.headers)),
      )
      const result = element('CopyObjectResult', [
        element('LastModified', new Date(copied.lastModifiedMs).toISOString()),
        element('ETag', copied.etag),
      ])
      return {
        status: 200,
        headers: { 'content-type': 'application/xml' },
        body: document(result, true),
      }
    } finally {
      await staged.discard()
    }
  },
}

/** `bucket/key` or `/bucket/key`, percent-encoded. */
function sourceOf(header: string): { bucket: string; key: string } {
  if (header.includes('?')) throw new S3Error('NotImplemented', 'Versions are not kept.')
  const path = header.startsWith('/') ? header : `/${header}`
  const { bucket, key } = readAddress('', path, [])
  if (bucket === undefined || key === undefined) {
    throw new S3Error('InvalidArgument', 'Copy Source must mention the source bucket and key.')
  }
  return { bucket, key }
}
