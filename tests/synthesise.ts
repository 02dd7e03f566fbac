import { Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'

type Resource = { Type: string; Properties: Record<string, unknown> } & Record<string, unknown>

export type Synthesised = {
  /** The stack's own name (`storage`, `queue`, `auth`, `data`, `jobs`), or a path below it. */
  readonly stack: string
  readonly logicalId: string
  readonly resource: Resource
}

/**
 * Synthesises the whole backend in memory, without bundling. One type a test file: Amplify allows
 * one backend a process.
 * @throws when the root template has a dependency cycle, which synthesis itself does not notice
 */
export async function synthesise(
  type: 'sandbox' | 'branch',
  context: Record<string, unknown> = {},
): Promise<readonly Synthesised[]> {
  process.env['AWS_REGION'] = 'us-east-1'
  process.env['CDK_CONTEXT_JSON'] = JSON.stringify({
    'amplify-backend-namespace': 'repaint',
    'amplify-backend-name': 'feature/x',
    'amplify-backend-type': type,
    'aws:cdk:bundling-stacks': [],
    '@aws-cdk/core:validateAgainstDefaultRules': true,
    ...context,
  })
  const { backend } = await import('../amplify/backend.ts')
  const root = backend.data.stack.nestedStackParent
  if (!root) throw new Error('The data stack has no parent.')
  Template.fromStack(root)
  const stacks = root.node.findAll().filter((each) => Stack.isStack(each))
  return stacks.flatMap((stack) => {
    const { Resources = {} } = Template.fromStack(stack).toJSON() as {
      Resources?: Record<string, Resource>
    }
    return Object.entries(Resources).map(([logicalId, resource]) => ({
      stack: stack === root ? '' : stack.node.path.split('/').slice(1).join('/'),
      logicalId,
      resource,
    }))
  })
}

/** @returns the resources of a type, in one stack if it is named */
export function ofType(
  all: readonly Synthesised[],
  type: string,
  stack?: string,
): readonly Synthesised[] {
  return all.filter(
    (each) => each.resource.Type === type && (stack === undefined || each.stack === stack),
  )
}

/** A role's or a resource's statement, as synthesised. */
export type Statement = {
  Effect: string
  Action: string | string[]
  Resource?: unknown
  Condition?: unknown
}

/** Every statement of every identity policy, with the policy's place for the message. */
export function statementsOf(all: readonly Synthesised[]): { at: string; statement: Statement }[] {
  return all.flatMap(({ stack, logicalId, resource }) => {
    const inline = resource.Properties?.['Policies']
    const documents = [
      ...(resource.Type === 'AWS::IAM::Policy' ? [resource.Properties] : []),
      ...(Array.isArray(inline) ? (inline as Record<string, unknown>[]) : []),
    ].map((each) => each['PolicyDocument'])
    return documents.flatMap((document) =>
      (document as { Statement: Statement[] }).Statement.map((statement) => ({
        at: `${stack}/${logicalId}`,
        statement,
      })),
    )
  })
}
