import * as z from 'zod'

const count = z.coerce.number().int().min(0)
const list = z
  .string()
  .transform((text) => text.split(',').filter((item) => item !== ''))
  .readonly()

/**
 * Everything that a function may find in its environment, set by `grant.ts` and `settings.ts`.
 * Each handler picks what it was given, so that a missing value ends its start, not a request.
 */
export const environmentSchema = z.object({
  AWS_REGION: z.string().min(1),
  DATA_ENDPOINT: z.url(),
  BUCKET_NAME: z.string().min(1),
  USAGE_TABLE: z.string().min(1),
  GENERATION_QUEUE_URL: z.url(),
  USER_POOL_ID: z.string().min(1),
  /** Regions of Bedrock, then catalogue ids, each comma-separated. */
  MODEL_REGIONS: list,
  PREFERRED_MODELS: list,
  ALLOWED_RETIRED_MODELS: list,
  /** Empty without a guardrail. */
  GUARDRAIL_IDENTIFIER: z.string(),
  GUARDRAIL_VERSION: z.string(),
  DAILY_IMAGES: count,
  DAILY_COST_MICROS: count,
  LIFETIME_SECONDS: count,
  LEASE_SECONDS: count,
  MODEL_SECONDS: count,
  BACKOFF_SECONDS: count,
  BACKOFF_CAP_SECONDS: count,
})
