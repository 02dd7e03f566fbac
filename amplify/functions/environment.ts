import * as z from 'zod'
import { readSignUpRule } from '#domain/account/sign-up.ts'
import type { Limits } from '#domain/usage/usage.ts'

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
  /** Of jobs, where the sweeper reads an index that the API does not have. */
  GENERATION_TABLE: z.string().min(1),
  GENERATION_QUEUE_URL: z.url(),
  INGEST_QUEUE_URL: z.url(),
  USER_POOL_ID: z.string().min(1),
  SIGN_UP: list.transform((values, context) => {
    const rule = readSignUpRule(values)
    if (!rule) context.addIssue('Not a rule of who may sign up.')
    return rule ?? z.NEVER
  }),
  /** Regions of Bedrock, then catalogue ids, each comma-separated. */
  MODEL_REGIONS: list,
  PREFERRED_MODELS: list,
  ALLOWED_RETIRED_MODELS: list,
  /** Empty without a guardrail. */
  GUARDRAIL_IDENTIFIER: z.string(),
  GUARDRAIL_VERSION: z.string(),
  DAILY_IMAGES: count,
  DAILY_COST_MICROS: count,
  MONTHLY_IMAGES: count,
  MONTHLY_COST_MICROS: count,
  TOTAL_DAILY_IMAGES: count,
  TOTAL_DAILY_COST_MICROS: count,
  TOTAL_MONTHLY_IMAGES: count,
  TOTAL_MONTHLY_COST_MICROS: count,
  /** `model=number`, comma-separated; `*` is every model. */
  REQUESTS_PER_MINUTE: list,
  PERSONAL_REQUESTS_PER_MINUTE: count,
  STORED_BYTES: count,
  LIFETIME_SECONDS: count,
  LEASE_SECONDS: count,
  MODEL_SECONDS: count,
  RUN_SECONDS: count,
  BACKOFF_SECONDS: count,
  BACKOFF_CAP_SECONDS: count,
})

/** What `limitsOf` needs of the environment. */
export const limitsEnvironment = {
  DAILY_IMAGES: true,
  DAILY_COST_MICROS: true,
  MONTHLY_IMAGES: true,
  MONTHLY_COST_MICROS: true,
  TOTAL_DAILY_IMAGES: true,
  TOTAL_DAILY_COST_MICROS: true,
  TOTAL_MONTHLY_IMAGES: true,
  TOTAL_MONTHLY_COST_MICROS: true,
} as const

type Environment = Pick<z.infer<typeof environmentSchema>, keyof typeof limitsEnvironment>

/** The limits that this deployment sets to what people use. */
export function limitsOf(environment: Environment): Limits {
  return {
    OWNER_DAY: {
      images: environment.DAILY_IMAGES,
      costMicros: environment.DAILY_COST_MICROS,
    },
    OWNER_MONTH: {
      images: environment.MONTHLY_IMAGES,
      costMicros: environment.MONTHLY_COST_MICROS,
    },
    DEPLOYMENT_DAY: {
      images: environment.TOTAL_DAILY_IMAGES,
      costMicros: environment.TOTAL_DAILY_COST_MICROS,
    },
    DEPLOYMENT_MONTH: {
      images: environment.TOTAL_MONTHLY_IMAGES,
      costMicros: environment.TOTAL_MONTHLY_COST_MICROS,
    },
  }
}
