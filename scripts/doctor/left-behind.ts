import { paginateListStackResources, paginateListStacks } from '@aws-sdk/client-cloudformation'
import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider'
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import { HeadBucketCommand } from '@aws-sdk/client-s3'
import type { Clients } from './clients.ts'

/** The types of resources that a branch keeps when its stacks go. */
const keptTypes = {
  'AWS::S3::Bucket': 'BUCKET',
  'Custom::AmplifyDynamoDBTable': 'TABLE',
  'AWS::Cognito::UserPool': 'USER_POOL',
} as const

export type Kept = {
  readonly kind: (typeof keptTypes)[keyof typeof keptTypes]
  /** Its name, or a pool's id. */
  readonly id: string
  readonly stack: string
}

/** What is known of the stacks of a branch, or of all branches. */
export type Remains = {
  /** Stacks that are there, by their names; none of a branch that was deleted. */
  readonly living: readonly string[]
  /** What stacks that failed or were deleted left behind, and is still there. */
  readonly kept: readonly Kept[]
}

const gone = /^(DELETE_COMPLETE|DELETE_FAILED|ROLLBACK_COMPLETE|ROLLBACK_FAILED)$/
const notThere = /NotFound|NoSuch/

/**
 * Reads what CloudFormation remembers: of deleted stacks, the last 90 days. What a stack that is there
 * holds is never among what was left.
 * @param rootStack how the names of the stacks begin
 */
export async function findRemains(clients: Clients, rootStack: string): Promise<Remains> {
  const stacks = await stacksOf(clients, rootStack)
  const inAll = (await Promise.all(stacks.map((each) => keptIn(clients, each)))).flat()
  const held = new Set(inAll.filter(({ isLeft }) => !isLeft).map(({ id }) => id))
  const kept: Kept[] = []
  for (const { kind, id, stack, isLeft } of inAll) {
    if (!isLeft || held.has(id)) continue
    if (await isThere(clients, { kind, id })) kept.push({ kind, id, stack })
  }
  return { living: stacks.filter(({ isGone }) => !isGone).map(({ name }) => name), kept }
}

type Stack = { readonly name: string; readonly id: string; readonly isGone: boolean }

async function stacksOf({ cloudFormation: client }: Clients, rootStack: string): Promise<Stack[]> {
  const found: Stack[] = []
  for await (const { StackSummaries = [] } of paginateListStacks({ client }, {})) {
    for (const { StackName: name = '', StackId: id = '', StackStatus = '' } of StackSummaries) {
      if (name.startsWith(rootStack)) found.push({ name, id, isGone: gone.test(StackStatus) })
    }
  }
  return found
}

/** What a stack holds of what a branch keeps, or left when it went. */
async function keptIn({ cloudFormation: client }: Clients, { name, id, isGone }: Stack) {
  const found: (Kept & { readonly isLeft: boolean })[] = []
  for await (const page of paginateListStackResources({ client }, { StackName: id })) {
    for (const each of page.StackResourceSummaries ?? []) {
      const kind = keptTypes[each.ResourceType as keyof typeof keptTypes]
      const isSkipped = each.ResourceStatus === 'DELETE_SKIPPED'
      if (!kind || !each.PhysicalResourceId || isSkipped !== isGone) continue
      found.push({ kind, id: each.PhysicalResourceId, stack: name, isLeft: isSkipped })
    }
  }
  return found
}

/** What may not be looked at is taken to be there. */
async function isThere(
  { s3, dynamo, userPools }: Clients,
  { kind, id }: Omit<Kept, 'stack'>,
): Promise<boolean> {
  try {
    if (kind === 'BUCKET') await s3.send(new HeadBucketCommand({ Bucket: id }))
    if (kind === 'TABLE') await dynamo.send(new DescribeTableCommand({ TableName: id }))
    if (kind === 'USER_POOL') await userPools.send(new DescribeUserPoolCommand({ UserPoolId: id }))
    return true
  } catch (error) {
    return !(error instanceof Error && notThere.test(error.name))
  }
}
