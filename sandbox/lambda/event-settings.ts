import * as z from 'zod'
import { type Deployment, type Resource, resourcesOfType } from '../assembly/resource.ts'

/** What becomes of a function's asynchronous events. ARNs are of standard queues and functions. */
export type EventSettings = {
  /** Attempts after the first, 0 to 2. */
  readonly maxRetries: number
  /** An event is given up when its next attempt would come later than this. */
  readonly maxAgeMs: number
  /** No concurrency is reserved for the function: its events are given up at once. */
  readonly runsNever: boolean
  readonly onSuccessArn: string | undefined
  readonly onFailureArn: string | undefined
  readonly deadLetterArn: string | undefined
}

/** Lambda's defaults (PutFunctionEventInvokeConfig): two retries, six hours. */
export const defaultEventSettings: EventSettings = {
  maxRetries: 2,
  maxAgeMs: 6 * 3_600_000,
  runsNever: false,
  onSuccessArn: undefined,
  onFailureArn: undefined,
  deadLetterArn: undefined,
}

const destinationSchema = z.object({ Destination: z.string().optional() }).optional()

const configSchema = z.object({
  FunctionName: z.string(),
  Qualifier: z.string().default('$LATEST'),
  MaximumRetryAttempts: z.coerce.number().int().min(0).max(2).default(2),
  MaximumEventAgeInSeconds: z.coerce.number().int().min(60).max(21_600).default(21_600),
  DestinationConfig: z
    .object({ OnSuccess: destinationSchema, OnFailure: destinationSchema })
    .optional(),
})

const deadLetterSchema = z.object({ TargetArn: z.string().optional() }).optional()

/** What an asynchronous event may be sent on to: a standard queue or a function. */
const servedTargets = /^arn:aws:(sqs:[^:]*:\d*:(?!.*\.fifo$)|lambda:[^:]*:\d*:function:)/

/**
 * Reads `AWS::Lambda::EventInvokeConfig` and each function's `DeadLetterConfig`. What the sandbox
 * cannot send to is left out; `unservedTargets` names it.
 * @returns the settings of the function of an ARN
 * @throws ZodError when a resource does not have the shape that CloudFormation documents
 */
export function readEventSettings(deployment: Deployment): (functionArn: string) => EventSettings {
  const configs = resourcesOfType(deployment, 'AWS::Lambda::EventInvokeConfig').map((resource) =>
    configSchema.parse(resource.properties),
  )
  const settings = resourcesOfType(deployment, 'AWS::Lambda::Function').map((resource) => {
    const arn = String(resource.attributes['Arn'])
    const config = configs.find(
      ({ FunctionName: name, Qualifier }) =>
        Qualifier === '$LATEST' && (name === arn || name === resource.physicalId),
    )
    return [arn, settingsOf(config, resource)] as const
  })
  const byArn = new Map(settings)
  return (functionArn) => byArn.get(functionArn) ?? defaultEventSettings
}

/** @returns where a resource sends asynchronous events to that the sandbox cannot */
export function unservedTargets({ properties }: Pick<Resource, 'properties'>): readonly string[] {
  const { OnSuccess, OnFailure } =
    configSchema.shape.DestinationConfig.parse(properties['DestinationConfig']) ?? {}
  const deadLetters = deadLetterSchema.parse(properties['DeadLetterConfig'])?.TargetArn
  return [OnSuccess?.Destination, OnFailure?.Destination, deadLetters].filter(
    (arn) => arn !== undefined && arn !== '' && served(arn) === undefined,
  ) as string[]
}

function settingsOf(
  config: z.infer<typeof configSchema> | undefined,
  { properties }: Resource,
): EventSettings {
  const own = {
    runsNever: Number(properties['ReservedConcurrentExecutions'] ?? 1) === 0,
    deadLetterArn: served(deadLetterSchema.parse(properties['DeadLetterConfig'])?.TargetArn),
  }
  if (!config) return { ...defaultEventSettings, ...own }
  return {
    ...own,
    maxRetries: config.MaximumRetryAttempts,
    maxAgeMs: config.MaximumEventAgeInSeconds * 1_000,
    onSuccessArn: served(config.DestinationConfig?.OnSuccess?.Destination),
    onFailureArn: served(config.DestinationConfig?.OnFailure?.Destination),
  }
}

function served(arn: string | undefined): string | undefined {
  return arn !== undefined && servedTargets.test(arn) ? arn : undefined
}
