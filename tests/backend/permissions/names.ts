import { needs } from '../../../amplify/functions/needs.ts'
import type { Deployment } from '../../../sandbox/assembly/resource.ts'
import type { HeldStatement } from '../../../sandbox/iam/statements.ts'

/** A statement as people speak of it. */
export type Permission = HeldStatement & {
  /** Who holds it, e.g. `generateImage`, `signed-in person`, `AppSync for Picture`. */
  readonly who: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
}

/** Which statement is meant: its holder, one of its actions and, if need be, part of a resource. */
export type Need = readonly [who: string, action: string, part?: string]

/** Logical ids have no capitals inside; these are the names that they come from. */
export const functionNames = Object.keys(needs)

const rules: readonly (readonly [RegExp, (name: string) => string])[] = [
  [/^amplifyAuthauthenticatedUserRole$/, () => 'signed-in person'],
  [/^amplifyAuthunauthenticatedUserRole$/, () => 'guest'],
  [/^Fn(\w+)LambdaDataSourceServiceRole$/, (name) => `AppSync for ${functionName(name)}`],
  [/^(\w+)IAMRole$/, (name) => `AppSync for ${name}`],
  [/^SchedulerRoleForTarget\w+$/, () => 'schedule'],
  [/^(\w+?)(?:lambda)?ServiceRole$/, functionName],
  [/^(\w+)BucketPolicy$/, (name) => `bucket ${name}`],
  [/^(\w+)Policy$/, (name) => `queue ${name}`],
]

/** Every statement of a deployment under a name without hashes, which is the same on every machine. */
export function permissionsOf(
  statements: readonly HeldStatement[],
  deployment: Deployment,
): readonly Permission[] {
  const all = statements.map((held) => ({
    ...held,
    who: nameOf(held.holder),
    actions: [held.statement.Action ?? []].flat(),
    resources: [held.statement.Resource ?? []].flat().map((each) => shorten(each, deployment)),
  }))
  return all.map((each) =>
    each.who === 'schedule' ? { ...each, who: `schedule of ${calledBy(each, all)}` } : each,
  )
}

/** A schedule's role is known by the one function that it may call. */
function calledBy({ roleArn }: HeldStatement, all: readonly Permission[]): string {
  const call = all.find(
    (each) => each.roleArn === roleArn && each.actions.includes('lambda:InvokeFunction'),
  )
  return functionName(call?.resources[0]?.replace(/lambda$/, '') ?? '')
}

/** @throws Error when no statement fits, or more than one */
export function findPermission(all: readonly Permission[], need: Need): Permission {
  const [who, action, part = ''] = need
  const found = all.filter(
    (each) =>
      each.who === who &&
      each.actions.includes(action) &&
      each.resources.some((resource) => resource.includes(part)),
  )
  if (found.length === 1 && found[0]) return found[0]
  throw new Error(`${found.length} statements are meant by ${need.join(' ')}.`)
}

function nameOf(holder: string): string {
  const id = withoutHash(holder.slice(holder.lastIndexOf('/') + 1))
  for (const [pattern, name] of rules) {
    const match = pattern.exec(id)
    if (match) return name(match[1] ?? '')
  }
  return id
}

function functionName(id: string): string {
  return functionNames.find((name) => name.toLowerCase() === id.toLowerCase()) ?? id
}

/** CDK ends a logical id with eight digits of a hash. */
function withoutHash(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '')
}

/** An ARN with what is made by hashing replaced: `images/masks/*`, `Query.getPicture`. */
function shorten(arn: string, { resources }: Deployment): string {
  const named = resources.reduce((text, { physicalId, path }) => {
    const name = physicalId.slice(physicalId.lastIndexOf('/') + 1)
    return text.replaceAll(name, withoutHash(path.slice(path.lastIndexOf('/') + 1)))
  }, arn)
  return (
    named
      .replace(/^arn:aws:appsync:.*\/types\/(\w+)\/fields\/(\w+)$/, '$1.$2')
      .replace(/^arn:aws:(s3|sqs|dynamodb|lambda|iam|bedrock|cognito-idp):[^:]*:[^:]*:/, '')
      .replace(/^(table|function|userpool)[/:]/, '')
      // Amplify names a table by its model, its API and its environment.
      .replace(/^(\w+)-\w+-NONE/, '$1')
  )
}
