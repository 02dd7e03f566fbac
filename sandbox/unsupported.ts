import type { Deployment } from './assembly/resource.ts'
import { unknownManagedPolicies } from './iam/roles.ts'

/** Types that the services read, or that matter only while a real deployment runs. */
const understood: ReadonlySet<string> = new Set([
  'AWS::AppSync::ApiKey',
  'AWS::AppSync::DataSource',
  'AWS::AppSync::FunctionConfiguration',
  'AWS::AppSync::GraphQLApi',
  'AWS::AppSync::GraphQLSchema',
  'AWS::AppSync::Resolver',
  'AWS::CloudWatch::Alarm',
  'AWS::Cognito::IdentityPool',
  'AWS::Cognito::IdentityPoolPrincipalTag',
  'AWS::Cognito::IdentityPoolRoleAttachment',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolGroup',
  'AWS::DynamoDB::Table',
  'AWS::Events::Rule',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SSM::Parameter',
  'AWS::Scheduler::Schedule',
  'AWS::StepFunctions::StateMachine',
  'Custom::AmplifyDynamoDBTable',
  'Custom::CDKBucketDeployment',
  'Custom::S3AutoDeleteObjects',
  'Custom::S3BucketNotifications',
])

/** @returns a sentence for each kind of resource, and each managed policy, that will not work offline */
export function unsupportedResources(deployment: Deployment): string[] {
  const unknown = new Map<string, string[]>()
  for (const { type, path } of deployment.resources) {
    if (!understood.has(type)) unknown.set(type, [...(unknown.get(type) ?? []), path])
  }
  return [
    ...[...unknown].map(
      ([type, paths]) => `${type} does nothing here (${paths.slice(0, 3).join(', ')})`,
    ),
    ...unknownManagedPolicies(deployment).map(
      (name) => `The AWS-managed policy ${name} grants nothing here`,
    ),
  ]
}
