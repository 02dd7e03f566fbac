import { S3Error } from './error.ts'
import type { OperationContext } from './operation.ts'
import type { Upload } from './upload-store.ts'

/**
 * @returns the upload that the request's `uploadId` names
 * @throws S3Error NoSuchUpload, also when it is of another key
 */
export async function findUpload({
  request,
  uploads,
  key,
}: OperationContext): Promise<{ upload: Upload; uploadId: string }> {
  const uploadId = request.query.get('uploadId') ?? ''
  const upload = await uploads.find(uploadId)
  if (upload?.key !== key) throw new S3Error('NoSuchUpload')
  return { upload, uploadId }
}
