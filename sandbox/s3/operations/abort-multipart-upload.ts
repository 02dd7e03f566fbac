import type { Operation } from '../operation.ts'
import { findUpload } from '../upload.ts'

export const abortMultipartUpload: Operation = {
  name: 'AbortMultipartUpload',
  method: 'DELETE',
  target: 'object',
  query: ['uploadId'],
  action: 's3:AbortMultipartUpload',
  async run(context) {
    const { uploadId } = await findUpload(context)
    await context.uploads.remove(uploadId)
    return { status: 204 }
  },
}
