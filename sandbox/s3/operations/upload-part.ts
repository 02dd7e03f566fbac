import { S3Error } from '../error.ts'
import { checksumHeaders, refuseUnsupported } from '../object-headers.ts'
import type { Operation } from '../operation.ts'
import { receive } from '../payload.ts'
import { findUpload } from '../upload.ts'
import { maxUploadBytes } from './put-object.ts'

const maxPartNumber = 10_000

export const uploadPart: Operation = {
  name: 'UploadPart',
  method: 'PUT',
  target: 'object',
  query: ['partNumber', 'uploadId'],
  action: 's3:PutObject',
  async run(context) {
    const { request, uploads, nowMs } = context
    refuseUnsupported(request.headers)
    const { uploadId } = await findUpload(context)
    const number = Number(request.query.get('partNumber'))
    if (!Number.isInteger(number) || number < 1 || number > maxPartNumber) {
      throw new S3Error('InvalidArgument', 'Part number must be an integer from 1 to 10000.')
    }
    const staged = await uploads.stage()
    try {
      const { sizeBytes, md5Hex, checksum } = await receive(request, maxUploadBytes, staged.write)
      await staged.finish()
      await uploads.commitPart(uploadId, staged, {
        number,
        sizeBytes,
        md5Hex,
        lastModifiedMs: nowMs(),
        ...(checksum && { checksum }),
      })
      const headers = checksumHeaders(checksum)
      delete headers['x-amz-checksum-type']
      return { status: 200, headers: { etag: `"${md5Hex}"`, ...headers } }
    } finally {
      await staged.discard()
    }
  },
}
