import { parseAlgorithm } from '../checksum.ts'
import { S3Error } from '../error.ts'
import { readFacts, refuseUnsupported } from '../object-headers.ts'
import type { Operation } from '../operation.ts'
import { document, element } from '../xml.ts'

/** Uploads that may be open in one bucket; S3 has no such limit, a disk has. */
const maxUploads = 10_000

export const createMultipartUpload: Operation = {
  name: 'CreateMultipartUpload',
  method: 'POST',
  target: 'object',
  query: ['uploads'],
  action: 's3:PutObject',
  async run({ request, key, bucket, uploads, nowMs }) {
    refuseUnsupported(request.headers)
    const facts = readFacts(request.headers)
    const named = request.headers['x-amz-checksum-algorithm']
    const checksumAlgorithm = named === undefined ? undefined : parseAlgorithm(named)
    if (named !== undefined && !checksumAlgorithm) {
      throw new S3Error('InvalidRequest', 'Checksum algorithm provided is unsupported.')
    }
    if ((await uploads.list()).length >= maxUploads) throw new S3Error('ServiceUnavailable')
    const whole =
      checksumAlgorithm === 'crc64nvme' ||
      request.headers['x-amz-checksum-type']?.toUpperCase() === 'FULL_OBJECT'
    const checksumType = whole ? 'FULL_OBJECT' : 'COMPOSITE'
    const uploadId = await uploads.create({
      ...facts,
      key,
      initiatedMs: nowMs(),
      ...(checksumAlgorithm && { checksumAlgorithm, checksumType }),
    })
    const root = element('InitiateMultipartUploadResult', [
      element('Bucket', bucket.name),
      element('Key', key),
      element('UploadId', uploadId),
    ])
    return {
      status: 200,
      headers: {
        'content-type': 'application/xml',
        ...(checksumAlgorithm && {
          'x-amz-checksum-algorithm': checksumAlgorithm.toUpperCase(),
          'x-amz-checksum-type': checksumType,
        }),
      },
      body: document(root, true),
    }
  },
}
