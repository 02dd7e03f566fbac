import * as z from 'zod'
import { readSignUpRule } from '#domain/account/sign-up.ts'
import { maxEndpointsText, readEndpoints } from '#domain/model/endpoints.ts'
import { previews, previewsNamed } from '#domain/model/previews.ts'

const seconds = (fallback: number, longest = 43_200) =>
  z.coerce.number().int().min(1).max(longest).default(fallback)

/** DynamoDB adds integers exactly up to 38 digits; this is where JavaScript’s end. */
const count = (fallback: number) =>
  z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).default(fallback)

/** Lambda's event source takes 2 to 1000. */
export const minAtOnce = 2
const atOnce = z.coerce.number().int().min(minAtOnce).max(1_000).default(minAtOnce)

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((it) => it === 'true')])

const list = (fallback: readonly string[]) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((value) => (typeof value === 'string' ? value.split(',') : value))
    .transform((values) => values.map((value) => value.trim()).filter((value) => value !== ''))
    .default([...fallback])

function isReadable(text: string): boolean {
  try {
    readEndpoints(text)
    return true
  } catch {
    return false
  }
}

/**
 * All that a deployment may set, with defaults; `deployment.ts` reads them, `functions/needs.ts` says
 * which function is told which. Each takes text too, since that is what an environment holds. Times
 * are whole seconds.
 */
export const settingFields = {
  /**
   * Who may sign up: `closed`, `everyone`, `approval` (an owner adds each to the group `approved`),
   * or addresses and domains: `ann@example.com,@example.org`.
   */
  signUp: list(['closed']).refine(
    (them) => readSignUpRule(them) !== undefined,
    'Write closed, everyone, approval, or addresses and @domains.',
  ),
  /** Where functions with native code run: Lambda on arm64, or the machine that synthesises. */
  functionPlatform: z.enum(['linux-arm64', 'host']).default('linux-arm64'),
  /**
   * Origins of browsers that may reach the bucket, besides the domain that Amplify Hosting gives a
   * branch: your own domains, `https://edit.example.org`. A developer's deployment without any takes Vite's.
   */
  allowedOrigins: list([])
    .transform((them) => them.map((each) => each.toLowerCase()))
    .refine(
      (them) => them.every((each) => /^https?:\/\/[a-z0-9.*-]+(:(\d+|\*))?$/.test(each)),
      'Write each as https://edit.example.org, without a path.',
    ),
  /** Regions in which Bedrock is called, the first that offers a model; not the backend's own. */
  modelRegions: list(['us-west-2']).refine((them) => them.length > 0, 'Name a Region at least.'),
  /** Models to take before others that can do the same, best first. */
  preferredModels: list([]),
  /** Models that this account may still call past their end of life. */
  allowedRetiredModels: list([]),
  /** Models in preview that AWS has opened to this account, by their ids (docs/models.md). */
  previewModels: list([]).refine(
    (them) => previewsNamed(them).length === them.length,
    `Name any of ${previews.map(({ id }) => id).join(', ')}.`,
  ),
  /**
   * Servers of the OpenAI images protocol and their models, as JSON (`domain/model/endpoints.ts`):
   * `[{"name":"openai","url":"https://api.openai.com/v1","key":"OPENAI_API_KEY","models":[…]}]`.
   */
  imageEndpoints: z
    .string()
    .max(maxEndpointsText)
    .refine((text) => isReadable(text), 'Write a list of endpoints, as docs/models.md shows.')
    .default(''),
  /** Whether endpoints may be on this very machine, by plain HTTP; only offline. */
  endpointsOnLoopback: flag.default(false),
  /** A guardrail of Bedrock, by id or ARN, that checks every call; none when empty. */
  guardrailIdentifier: z.string().max(2_048).default(''),
  guardrailVersion: z.string().max(20).default('DRAFT'),
  /** What one person may use in a UTC day and month; cost in integer micro-dollars. */
  dailyImages: count(200),
  dailyCostMicros: count(5_000_000),
  monthlyImages: count(2_000),
  monthlyCostMicros: count(50_000_000),
  /** What all people together may use: the most that this deployment can cost. */
  totalDailyImages: count(5_000),
  totalDailyCostMicros: count(200_000_000),
  totalMonthlyImages: count(50_000),
  totalMonthlyCostMicros: count(2_000_000_000),
  /** What one person may store: originals, masks, results and their renditions. */
  storedBytes: count(20_000_000_000),
  /** Requests a minute that models take here, `model=number`, `*` for all; else their cards’. */
  requestsPerMinute: list([]).refine(
    (them) => them.every((each) => /^[^=]+=[1-9]\d{0,8}$/.test(each)),
    'Write each as model=number.',
  ),
  /** Calls of functions that one person may make in a minute. */
  personalRequestsPerMinute: z.coerce.number().int().min(1).max(1_000_000).default(120),
  /**
   * Jobs, exports and uploads that are worked on at once, over all people. A new account runs ten
   * functions at once: these defaults and the reading of upload events take eight at most.
   */
  concurrency: atOnce,
  exportConcurrency: atOnce,
  ingestConcurrency: atOnce,
  /** One call of a model; two (one retry) and the image work must fit into `runSeconds`. */
  modelSeconds: seconds(120, 900),
  /** The worker's own limit, then the queue's, then the lease: each above the one before. */
  runSeconds: seconds(360, 900),
  visibilitySeconds: seconds(420),
  leaseSeconds: seconds(480),
  /** From acceptance until a job is given up. */
  lifetimeSeconds: seconds(3_600),
  /** Wait before a throttled job's first new try, doubled each time up to the cap. */
  backoffSeconds: seconds(5, 900),
  backoffCapSeconds: seconds(300, 900),
  /** Where alarms are mailed to, once its owner confirms; they have a topic without it too. */
  alarmEmail: z.union([z.literal(''), z.email()]).default(''),
  /** The address that codes come from, by SES, which must have verified its domain; else Cognito's own. */
  mailFrom: z.union([z.literal(''), z.email()]).default(''),
  /** Requests from one address in five minutes, to the API and to the user pool; 0 is no firewall. */
  requestsPerAddress: z.coerce
    .number()
    .int()
    .max(2_000_000_000)
    .refine((it) => it === 0 || it >= 10, 'A firewall takes 10 or more; 0 is none.')
    .default(0),
  /** Whether requests for objects and errors of the API are logged. */
  accessLogs: flag.default(false),
  /** How long logs are kept; one of the spans that CloudWatch knows. */
  logDays: z.coerce
    .number()
    .refine(
      (it) => [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731].includes(it),
      'CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545 or 731 days.',
    )
    .default(30),
  /** How long a branch's bucket can give back what was removed or written over. */
  versionDays: z.coerce.number().int().min(1).max(365).default(14),
  sweepMinutes: z.coerce.number().int().min(2).max(60).default(5),
}

export type Settings = z.infer<z.ZodObject<typeof settingFields>>
export type SettingName = keyof Settings
