import { S3Error } from '../error.ts'
import type { Operation } from '../operation.ts'
import { findUpload } from '../upload.ts'
import { document, element } from '../xml.ts'

const maxParts = 1000

export const listParts: Operation = {
  name: 'ListParts',
  method: 'GET',
  target: 'object',
  query: ['uploadId'],
  action: 's3:ListMultipartUploadParts',
  async run(context) {
    const { request, bucket, key, uploads } = context
    const { uploadId } = await findUpload(context)
    const limit = Math.min(whole(request.query.get('max-parts'), maxParts), maxParts)
    const marker = whole(request.query.get('part-number-marker'), 0)
    const rest = (await uploads.parts(uploadId)).filter((part) => part.number > marker)
    const page = rest.slice(0, limit)
    const next = page.at(-1)?.number ?? marker
    const root = element('ListPartsResult', [
      element('Bucket', bucket.name),
      element('Key', key),
      element('UploadId', uploadId),
      element('PartNumberMarker', String(marker)),
      element('NextPartNumberMarker', String(next)),
      element('MaxParts', String(limit)),
      element('IsTruncated', String(rest.length > page.length)),
      element('StorageClass', 'STANDARD'),
      ...page.map((part) =>
        element('Part', [
          element('PartNumber', String(part.number)),
          element('LastModified', new Date(part.lastModifiedMs).toISOString()),
          element('ETag', `"${part.md5Hex}"`),
          element('Size', String(part.sizeBytes)),
          ...(part.checksum
            ? [element(`Checksum${part.checksum.algorithm.toUpperCase()}`, part.checksum.value)]
            : []),
        ]),
      ),
    ])
    return {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: document(root, true),
    }
  },
}

function whole(text: string | null, otherwise: number): number {
  if (text === null) return otherwise
  if (!/^\d{1,9}$/.test(text)) throw new S3Error('InvalidArgument')
  return Number(text)
}
