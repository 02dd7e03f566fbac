import { unknownManagedPolicies } from '../iam/roles.ts'
import { unservedTargets } from '../lambda/event-settings.ts'
import { isDeploymentHelper } from '../lambda/function-config.ts'
import type { Deployment, Resource } from './resource.ts'

/** Types that the services read, or that matter only while a real deployment runs. */
const understood: ReadonlySet<string> = new Set([
  'AWS::AppSync::ApiKey',
  'AWS::AppSync::DataSource',
  'AWS::AppSync::FunctionConfiguration',
  'AWS::AppSync::GraphQLApi',
  'AWS::AppSync::GraphQLSchema',
  'AWS::AppSync::Resolver',
  'AWS::Bedrock::Guardrail',
  'AWS::Bedrock::GuardrailVersion',
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Cognito::IdentityPool',
  'AWS::Cognito::IdentityPoolPrincipalTag',
  'AWS::Cognito::IdentityPoolRoleAttachment',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolGroup',
  'AWS::DynamoDB::Table',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SSM::Parameter',
  'AWS::Scheduler::Schedule',
  'Custom::AmplifyDynamoDBTable',
  'Custom::CDKBucketDeployment',
  'Custom::S3AutoDeleteObjects',
  'Custom::S3BucketNotifications',
])

/** What does not work without the services of these types; the first that fits counts. */
const consequences: readonly (readonly [pattern: RegExp, consequence: string])[] = [
  [/^AWS::ApiGateway(V2)?::/, 'its HTTP API is not served'],
  [/^AWS::CertificateManager::|^AWS::CloudFront::|^AWS::Route53::/, 'only a deployed site has it'],
  [/^AWS::Cognito::UserPoolDomain$/, 'there is no hosted sign-in page'],
  [/^AWS::Cognito::UserPoolIdentityProvider$/, 'nobody can sign in through another provider'],
  [/^AWS::DynamoDB::GlobalTable$/, 'this table is not there; an AWS::DynamoDB::Table would be'],
  [/^AWS::EC2::/, 'functions run outside of any network of the template'],
  [/^AWS::KMS::/, 'nothing is encrypted with it, and calls to KMS fail'],
  [/^AWS::Lambda::LayerVersion$/, 'functions run without it, and cannot import what is in it'],
  [/^AWS::Lambda::Url$/, 'the function has no URL of its own'],
  [/^AWS::SNS::/, 'what is published is not delivered'],
  [/^AWS::SecretsManager::/, 'secrets cannot be read'],
  [/^AWS::StepFunctions::/, 'state machines do not run'],
  [/^AWS::WAF/, 'no request is filtered'],
  [/^Custom::/, 'the custom resource does not run, so what it would set up is not there'],
]

/** Paths of one kind that a warning names. */
const maxNamed = 3

/** @returns for each kind of resource, and each managed policy, that does not work here, what will not work */
export function unsupportedResources(deployment: Deployment): string[] {
  const paths = new Map<string, string[]>()
  for (const resource of deployment.resources) {
    const sentence = sentenceFor(resource)
    if (sentence === undefined) continue
    paths.set(sentence, [...(paths.get(sentence) ?? []), resource.path])
  }
  const resources = [...paths].map(([sentence, own]) => {
    const more = own.length > maxNamed ? ` and ${own.length - maxNamed} more` : ''
    return `${sentence} (${own.slice(0, maxNamed).join(', ')}${more})`
  })
  const policies = unknownManagedPolicies(deployment).map(
    (name) => `The AWS-managed policy ${name} grants nothing here`,
  )
  return [...resources, ...policies]
}

function sentenceFor(resource: Resource): string | undefined {
  const { type } = resource
  if (understood.has(type) || isDeploymentHelper(resource)) return undefined
  const partly = partlyUnderstood[type]
  const consequence = partly
    ? partly(resource)
    : (consequences.find(([pattern]) => pattern.test(type))?.[1] ??
      `${type.split('::')[1] ?? type} is not here, and calls to it fail`)
  return consequence === undefined ? undefined : `${type}: ${consequence}`
}

/** Types of which some resources work; `undefined` for one that does. */
const partlyUnderstood: Readonly<Record<string, (resource: Resource) => string | undefined>> = {
  'AWS::Events::Rule': ({ properties }) =>
    properties['EventPattern'] === undefined ? undefined : 'events by pattern are not delivered',
  'AWS::Lambda::EventInvokeConfig': (resource) => sentOnOnlyTo(resource),
  'AWS::Lambda::EventSourceMapping': ({ properties }) =>
    String(properties['EventSourceArn']).startsWith('arn:aws:sqs:')
      ? undefined
      : 'functions are fed from SQS only',
  'AWS::Lambda::Function': (resource) => {
    const runtime = resource.properties['Runtime']
    if (typeof runtime !== 'string') return 'the sandbox does not run containers'
    if (!runtime.startsWith('nodejs')) return `the sandbox does not run ${runtime}`
    return sentOnOnlyTo(resource)
  },
}

function sentOnOnlyTo(resource: Resource): string | undefined {
  const targets = unservedTargets(resource)
  if (targets.length === 0) return undefined
  return `how an event ended is sent to standard queues and functions only, not to ${targets.join(', ')}`
}
