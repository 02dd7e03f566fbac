import type { Resource } from '../assembly/resource.ts'

/** Kinds of resources in a developer's words; the rest is not worth a line. */
const kinds: readonly (readonly [pattern: RegExp, one: string, many: string])[] = [
  [/^AWS::Lambda::Function$/, 'function', 'functions'],
  [/^(AWS::DynamoDB::Table|Custom::AmplifyDynamoDBTable)$/, 'table', 'tables'],
  [/^AWS::AppSync::GraphQLSchema$/, 'schema', 'schemas'],
  [/^AWS::AppSync::(Resolver|FunctionConfiguration)$/, 'resolver', 'resolvers'],
  [/^AWS::SQS::Queue$/, 'queue', 'queues'],
  [/^AWS::S3::Bucket$/, 'bucket', 'buckets'],
  [/^AWS::Cognito::/, 'Cognito resource', 'Cognito resources'],
  [/^(AWS::IAM::|.*Policy$)/, 'policy', 'policies'],
  [/^(AWS::Scheduler::Schedule|AWS::Events::Rule)$/, 'schedule', 'schedules'],
]

/** @returns e.g. `1 table changed, 1 schema changed, 3 resolvers new`; empty without a difference */
export function describeChange(before: readonly Resource[], after: readonly Resource[]): string {
  const old = new Map(before.map((each) => [each.path, contentOf(each)]))
  const now = new Map(after.map((each) => [each.path, contentOf(each)]))
  return kinds
    .flatMap(([pattern, one, many]) => {
      const count = (list: readonly Resource[], isCounted: (path: string) => boolean) =>
        list.filter(({ type, path }) => pattern.test(type) && isCounted(path)).length
      const counts = [
        ['changed', count(after, (path) => old.has(path) && old.get(path) !== now.get(path))],
        ['new', count(after, (path) => !old.has(path))],
        ['gone', count(before, (path) => !now.has(path))],
      ] as const
      return counts
        .filter(([, number]) => number > 0)
        .map(([what, number]) => `${number} ${number === 1 ? one : many} ${what}`)
    })
    .join(', ')
}

/** How many files a line names before it only counts them. */
const maxNamed = 3

/** @returns e.g. `amplify/data/resource.ts, amplify/backend.ts and 2 more` */
export function nameFiles(paths: readonly string[]): string {
  const named = paths.slice(0, maxNamed).join(', ')
  return paths.length > maxNamed ? `${named} and ${paths.length - maxNamed} more` : named
}

function contentOf({ type, properties }: Resource): string {
  return JSON.stringify([type, properties])
}
