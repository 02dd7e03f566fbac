import { Stack } from 'aws-cdk-lib'
import type { IGraphqlApi } from 'aws-cdk-lib/aws-appsync'
import type { IUserPool } from 'aws-cdk-lib/aws-cognito'
import type { ITable } from 'aws-cdk-lib/aws-dynamodb'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { regionFor } from '#domain/model/access.ts'
import { catalogue } from '#domain/model/catalogue.ts'
import { keyPrefixes } from '#domain/object-key.ts'
import type { Deployment } from '../deployment.ts'
import { deploymentVariable } from '../observability/metric-names.ts'
import { openIndex } from '../store/open-jobs.ts'
import { type ModelReach, modelStatements } from './model-statements.ts'
import { type Needs, type Place, placesOf } from './needs.ts'

/** Everything that a function can be allowed to touch. */
export type Edges = {
  readonly api: { readonly grantable: IGraphqlApi; readonly url: string }
  readonly bucket: IBucket
  readonly usage: ITable
  readonly jobs: ITable
  readonly generations: IQueue
  readonly ingests: IQueue
  readonly exports: IQueue
  readonly userPool: IUserPool
  readonly models: ModelReach
  readonly secrets: {
    /** What the names of secrets follow: of this branch, and of all. */
    readonly paths: readonly [string, string]
    readonly names: readonly string[]
  }
}

/** An Amplify function, plain or provided. */
type Target = {
  readonly resources: { readonly lambda: IFunction }
  addEnvironment(key: string, value: string): void
}

/**
 * Tells a function the settings that it needs, each by its own name, lists joined by commas, and the
 * deployment that its metrics are of.
 */
export function tellSettings(target: Target, needs: Needs, deployment: Deployment): void {
  target.addEnvironment(deploymentVariable, deployment.name)
  for (const name of needs.settings ?? []) target.addEnvironment(name, String(deployment[name]))
}

/** Gives a function the rights that it needs, and tells it where the things are. */
export function grant(target: Target, needs: Needs, edges: Edges): void {
  const { lambda } = target.resources
  const urls = urlsOf(edges)
  for (const place of placesOf(needs)) target.addEnvironment(place, urls[place])
  grantApi(lambda, needs, edges.api)
  grantObjects(lambda, needs, edges.bucket)
  grantQueues(lambda, needs, edges)
  if (needs.usage) allow(lambda, usageActions[needs.usage], [edges.usage.tableArn])
  if (needs.findsOpenJobs) {
    allow(lambda, ['dynamodb:Query'], [`${edges.jobs.tableArn}/index/${openIndex}`])
  }
  if (needs.callsModels) {
    const statements = modelStatements(Stack.of(lambda), edges.models)
    for (const statement of statements) lambda.addToRolePolicy(statement)
  }
  if (needs.readsKeys && edges.secrets.names.length > 0) {
    allow(lambda, ['ssm:GetParameters'], secretArns(Stack.of(lambda), edges.secrets))
  }
  if (needs.describesModels) {
    const arns = describedArns(Stack.of(lambda), edges.models.regions)
    allow(lambda, ['bedrock:GetFoundationModel'], arns)
  }
  if (needs.readsUsers) {
    const deletes = needs.deletesUsers ? ['cognito-idp:AdminDeleteUser'] : []
    allow(lambda, ['cognito-idp:AdminGetUser', ...deletes], [edges.userPool.userPoolArn])
  }
}

function urlsOf(edges: Edges): Readonly<Record<Place, string>> {
  return {
    dataEndpoint: edges.api.url,
    bucketName: edges.bucket.bucketName,
    usageTable: edges.usage.tableName,
    generationTable: edges.jobs.tableName,
    generationQueueUrl: edges.generations.queueUrl,
    ingestQueueUrl: edges.ingests.queueUrl,
    exportQueueUrl: edges.exports.queueUrl,
    userPoolId: edges.userPool.userPoolId,
    secretPaths: edges.secrets.paths.join(','),
  }
}

const usageActions = {
  READ: ['dynamodb:GetItem'],
  COUNT: ['dynamodb:UpdateItem'],
  SETTLE: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
  KEEP: ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:PutItem'],
  RESERVE: [
    'dynamodb:GetItem',
    'dynamodb:UpdateItem',
    'dynamodb:PutItem',
    'dynamodb:ConditionCheckItem',
  ],
}

function grantApi(lambda: IFunction, needs: Needs, { grantable }: Edges['api']): void {
  if (needs.queries) grantable.grantQuery(lambda, ...needs.queries)
  if (needs.mutations) grantable.grantMutation(lambda, ...needs.mutations)
}

function grantQueues(lambda: IFunction, needs: Needs, edges: Edges): void {
  const { generations, ingests, exports } = edges
  if (needs.sendsJobs) allow(lambda, ['sqs:SendMessage'], [generations.queueArn])
  if (needs.sendsIngests) allow(lambda, ['sqs:SendMessage'], [ingests.queueArn])
  if (needs.sendsExports) allow(lambda, ['sqs:SendMessage'], [exports.queueArn])
  if (needs.hidesIngests) allow(lambda, ['sqs:ChangeMessageVisibility'], [ingests.queueArn])
  if (needs.hidesJobs) allow(lambda, ['sqs:ChangeMessageVisibility'], [generations.queueArn])
}

function grantObjects(lambda: IFunction, needs: Needs, bucket: IBucket): void {
  const { reads = [], writes = [], deletes = [], lists = false } = needs
  const under = (prefixes: readonly string[]) =>
    prefixes.map((prefix) => bucket.arnForObjects(`${prefix}/*`))
  if (reads.length > 0) allow(lambda, ['s3:GetObject'], under(reads))
  if (writes.length > 0) allow(lambda, ['s3:PutObject'], under(writes))
  if (deletes.length > 0) allow(lambda, ['s3:DeleteObject'], under(deletes))
  if (lists) {
    const conditions = { StringLike: { 's3:prefix': keyPrefixes.map((prefix) => `${prefix}/*`) } }
    lambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [bucket.bucketArn],
        conditions,
      }),
    )
  }
}

function secretArns(stack: Stack, { paths, names }: Edges['secrets']): string[] {
  return paths.flatMap((path) =>
    names.map((name) =>
      stack.formatArn({
        service: 'ssm',
        resource: 'parameter',
        resourceName: `${path}${name}`.slice(1),
      }),
    ),
  )
}

/** Each model that is called from here, in the Region where it is. */
function describedArns(stack: Stack, regions: readonly string[]): string[] {
  return catalogue.flatMap((card) => {
    const region = regionFor(card, regions)
    if (region === undefined) return []
    const model = { resource: 'foundation-model', resourceName: card.id }
    return stack.formatArn({ partition: 'aws', service: 'bedrock', region, account: '', ...model })
  })
}

function allow(lambda: IFunction, actions: string[], resources: string[]): void {
  lambda.addToRolePolicy(new PolicyStatement({ actions, resources }))
}
