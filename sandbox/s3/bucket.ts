import * as z from 'zod'
import { type Deployment, type Resource, resourcesOfType } from '../assembly/resource.ts'
import type { PolicyDocument } from '../iam/policy.ts'

export type CorsRule = {
  readonly origins: readonly string[]
  readonly methods: readonly string[]
  readonly headers: readonly string[]
  readonly exposed: readonly string[]
  readonly maxAgeSeconds: number | undefined
}

export type NotificationRule = {
  readonly id: string
  readonly queueArn: string
  /** e.g. `s3:ObjectCreated:*` */
  readonly events: readonly string[]
  readonly prefix: string
  readonly suffix: string
}

/** A bucket as the template describes it. */
export type Bucket = {
  readonly name: string
  readonly arn: string
  readonly cors: readonly CorsRule[]
  readonly notifications: readonly NotificationRule[]
  readonly policy: PolicyDocument | undefined
}

const corsSchema = z.object({
  CorsRules: z.array(
    z.object({
      AllowedOrigins: z.array(z.string()),
      AllowedMethods: z.array(z.string()),
      AllowedHeaders: z.array(z.string()).default([]),
      ExposedHeaders: z.array(z.string()).default([]),
      MaxAge: z.coerce.number().optional(),
    }),
  ),
})

const filterRulesSchema = z.array(z.object({ Name: z.string(), Value: z.string() })).default([])

/** CloudFormation's own shape, on the bucket. */
const bucketNotificationSchema = z.object({
  QueueConfigurations: z
    .array(
      z.object({
        Event: z.string(),
        Queue: z.string(),
        Filter: z.object({ S3Key: z.object({ Rules: filterRulesSchema }) }).optional(),
      }),
    )
    .default([]),
})

/** The S3 API's shape, which CDK hands to its custom resource. */
const customNotificationSchema = z.object({
  BucketName: z.string(),
  NotificationConfiguration: z.object({
    QueueConfigurations: z
      .array(
        z.object({
          Id: z.string().optional(),
          Events: z.array(z.string()),
          QueueArn: z.string(),
          Filter: z.object({ Key: z.object({ FilterRules: filterRulesSchema }) }).optional(),
        }),
      )
      .default([]),
  }),
})

const bucketPolicySchema = z.object({
  Bucket: z.string(),
  PolicyDocument: z.custom<PolicyDocument>(
    (value) => z.object({ Statement: z.any() }).safeParse(value).success,
  ),
})

/**
 * Reads the buckets of a deployment, with the rules that other resources give them.
 * @throws Error when a resource does not have the shape that CloudFormation documents
 */
export function bucketsOf(deployment: Deployment): readonly Bucket[] {
  const policies = resourcesOfType(deployment, 'AWS::S3::BucketPolicy').map(
    ({ properties, path }) => ({ ...bucketPolicySchema.parse(properties), path }),
  )
  const custom = resourcesOfType(deployment, 'Custom::S3BucketNotifications').map(
    ({ properties }) => customNotificationSchema.parse(properties),
  )
  return resourcesOfType(deployment, 'AWS::S3::Bucket').map((resource) => {
    const name = resource.physicalId
    // A bucket has one policy: a second one replaces the first.
    const policy = policies.findLast((each) => each.Bucket === name)
    return {
      name,
      arn: `arn:aws:s3:::${name}`,
      cors: corsOf(resource),
      notifications: [
        ...ownNotifications(resource),
        ...custom.filter((each) => each.BucketName === name).flatMap(customNotifications),
      ],
      policy: policy && { ...policy.PolicyDocument, origin: policy.path },
    }
  })
}

function corsOf({ properties }: Resource): readonly CorsRule[] {
  const cors = corsSchema.optional().parse(properties['CorsConfiguration'])
  return (cors?.CorsRules ?? []).map((rule) => ({
    origins: rule.AllowedOrigins,
    methods: rule.AllowedMethods,
    headers: rule.AllowedHeaders.map((header) => header.toLowerCase()),
    exposed: rule.ExposedHeaders,
    maxAgeSeconds: rule.MaxAge,
  }))
}

function ownNotifications({ properties }: Resource): readonly NotificationRule[] {
  const own = bucketNotificationSchema.optional().parse(properties['NotificationConfiguration'])
  return (own?.QueueConfigurations ?? []).map((each, index) => ({
    id: `notification-${index}`,
    queueArn: each.Queue,
    events: [each.Event],
    ...affixes(each.Filter?.S3Key.Rules ?? []),
  }))
}

function customNotifications(
  custom: z.infer<typeof customNotificationSchema>,
): readonly NotificationRule[] {
  return custom.NotificationConfiguration.QueueConfigurations.map((each, index) => ({
    id: each.Id ?? `notification-${index}`,
    queueArn: each.QueueArn,
    events: each.Events,
    ...affixes(each.Filter?.Key.FilterRules ?? []),
  }))
}

function affixes(rules: z.infer<typeof filterRulesSchema>): { prefix: string; suffix: string } {
  const valueOf = (name: string) =>
    rules.find((rule) => rule.Name.toLowerCase() === name)?.Value ?? ''
  return { prefix: valueOf('prefix'), suffix: valueOf('suffix') }
}
