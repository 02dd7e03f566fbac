import { S3Error } from './error.ts'
import type { OperationContext } from './operation.ts'

/**
 * @returns what was found
 * @throws S3Error NoSuchKey; AccessDenied for a caller who may not list the bucket, so that nobody
 * learns which keys exist (S3, "GetObject", permissions)
 */
export function demandPresent<T>(
  found: T | undefined,
  { demand, bucket }: Pick<OperationContext, 'demand' | 'bucket'>,
): T {
  if (found !== undefined) return found
  demand('s3:ListBucket', { bucket })
  throw new S3Error('NoSuchKey')
}
