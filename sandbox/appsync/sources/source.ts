import type { DynamoDbCaller } from '../../dynamodb/caller.ts'
import type { Authorizer, Caller } from '../../iam/caller.ts'
import type { FunctionInvoker } from '../../lambda/invoker.ts'
import type { DataSource } from '../definition.ts'
import type { Fields } from '../vtl/values.ts'

/** What a data source gave; an error becomes `$ctx.error`. */
export type SourceOutcome = {
  readonly result: unknown
  readonly error: SourceError | undefined
}

export type SourceError = { readonly message: string; readonly type: string }

export type SourceEdges = {
  readonly functions: FunctionInvoker
  readonly dynamodb: DynamoDbCaller
  readonly authorizer: Authorizer
  /** The session that AppSync opens with a data source's service role. */
  readonly roleCaller: (roleArn: string) => Caller
  readonly region: string
  readonly accountId: string
}

/** Runs one request document against a data source. */
export type RunSource = (
  request: Fields,
  source: DataSource,
  edges: SourceEdges,
) => Promise<SourceOutcome>

/** @returns AWS's refusal when the data source's role does not allow the action, else nothing */
export function refusal(
  source: DataSource,
  edges: SourceEdges,
  question: { action: string; resource: string },
): string | undefined {
  const caller =
    source.serviceRoleArn === undefined ? undefined : edges.roleCaller(source.serviceRoleArn)
  const decision = edges.authorizer.authorize({ caller, ...question })
  return decision.allowed ? undefined : decision.message
}

/** @returns the outcome of a data source that failed */
export function failed(type: string, message: string): SourceOutcome {
  return { result: null, error: { type, message } }
}
