import { S3Client } from '@aws-sdk/client-s3'
import * as z from 'zod'

/** What the tests read of the outputs; aws-amplify reads the rest. */
export const outputsSchema = z.looseObject({
  auth: z.looseObject({
    aws_region: z.string(),
    user_pool_id: z.string(),
    user_pool_client_id: z.string(),
    identity_pool_id: z.string(),
  }),
  data: z.looseObject({ url: z.string() }),
  storage: z.looseObject({ bucket_name: z.string() }),
  custom: z.object({ sandbox: z.object({ endpoint: z.string() }) }),
})

/** Where a backend is, whichever process it runs in. Nothing here loads a backend. */
export type Address = {
  readonly endpoint: string
  readonly region: string
  readonly outputs: z.infer<typeof outputsSchema>
}

/** Long-lived keys of the tools, or those of a person's session. */
export type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string }

export function placeOf({ endpoint, region }: Address) {
  return { endpoint, region, maxAttempts: 1 }
}

export function s3With(backend: Address, credentials: Keys): S3Client {
  return new S3Client({ ...placeOf(backend), credentials, forcePathStyle: true })
}
