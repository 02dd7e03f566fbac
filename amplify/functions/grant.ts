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
import { openIndex } from '../store/open-jobs.ts'
import type { Access } from './access.ts'
import { type ModelReach, modelStatements } from './model-statements.ts'

/** Everything that a function can be allowed to touch. */
export type Edges = {
  readonly api: { readonly grantable: IGraphqlApi; readonly url: string }
  readonly bucket: IBucket
  readonly usage: ITable
  readonly jobs: ITable
  readonly generations: IQueue
  readonly ingests: IQueue
  readonly userPool: IUserPool
  readonly models: ModelReach
}

/** An Amplify function, plain or provided. */
type Target = {
  readonly resources: { readonly lambda: IFunction }
  addEnvironment(key: string, value: string): void
}

/** Gives a function what `access` names, and tells it by its environment where that is. */
export function grant(target: Target, access: Access, edges: Edges): void {
  const { lambda } = target.resources
  grantApi(target, access, edges.api)
  grantObjects(target, access, edges.bucket)
  if (access.usage) {
    allow(lambda, usageActions[access.usage], [edges.usage.tableArn])
    target.addEnvironment('USAGE_TABLE', edges.usage.tableName)
  }
  if (access.findsOpenJobs) {
    allow(lambda, ['dynamodb:Query'], [`${edges.jobs.tableArn}/index/${openIndex}`])
    target.addEnvironment('GENERATION_TABLE', edges.jobs.tableName)
  }
  if (access.sendsJobs) {
    allow(lambda, ['sqs:SendMessage'], [edges.generations.queueArn])
    target.addEnvironment('GENERATION_QUEUE_URL', edges.generations.queueUrl)
  }
  grantIngests(target, access, edges.ingests)
  if (access.hidesJobs) {
    allow(lambda, ['sqs:ChangeMessageVisibility'], [edges.generations.queueArn])
  }
  if (access.callsModels) {
    const statements = modelStatements(Stack.of(lambda), edges.models)
    for (const statement of statements) lambda.addToRolePolicy(statement)
  }
  if (access.describesModels) {
    const arns = describedArns(Stack.of(lambda), edges.models.regions)
    allow(lambda, ['bedrock:GetFoundationModel'], arns)
  }
  if (access.readsUsers) {
    const deletes = access.deletesUsers ? ['cognito-idp:AdminDeleteUser'] : []
    allow(lambda, ['cognito-idp:AdminGetUser', ...deletes], [edges.userPool.userPoolArn])
    target.addEnvironment('USER_POOL_ID', edges.userPool.userPoolId)
  }
}

const usageActions = {
  READ: ['dynamodb:GetItem'],
  SETTLE: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
  KEEP: ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:PutItem'],
  RESERVE: [
    'dynamodb:GetItem',
    'dynamodb:UpdateItem',
    'dynamodb:PutItem',
    'dynamodb:ConditionCheckItem',
  ],
}

function grantApi(target: Target, { queries, mutations }: Access, api: Edges['api']): void {
  if (queries.length + mutations.length === 0) return
  const { lambda } = target.resources
  api.grantable.grantQuery(lambda, ...queries)
  api.grantable.grantMutation(lambda, ...mutations)
  target.addEnvironment('DATA_ENDPOINT', api.url)
}

function grantIngests(target: Target, access: Access, ingests: IQueue): void {
  const { lambda } = target.resources
  if (access.sendsIngests) allow(lambda, ['sqs:SendMessage'], [ingests.queueArn])
  if (access.hidesIngests) allow(lambda, ['sqs:ChangeMessageVisibility'], [ingests.queueArn])
  if (access.sendsIngests || access.hidesIngests) {
    target.addEnvironment('INGEST_QUEUE_URL', ingests.queueUrl)
  }
}

function grantObjects(target: Target, access: Access, bucket: IBucket): void {
  const { reads = [], writes = [], deletes = [], lists = false } = access
  if (reads.length + writes.length + deletes.length === 0 && !lists) return
  const { lambda } = target.resources
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
  target.addEnvironment('BUCKET_NAME', bucket.bucketName)
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
