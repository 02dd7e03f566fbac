import { FieldError } from '../errors.ts'
import { runDynamoDb } from './dynamodb.ts'
import { runLambda } from './lambda.ts'
import type { RunSource } from './source.ts'

const sources: Readonly<Record<string, RunSource>> = {
  NONE: async (request) => ({ result: request['payload'] ?? null, error: undefined }),
  AMAZON_DYNAMODB: runDynamoDb,
  AWS_LAMBDA: runLambda,
}

/**
 * Runs a request document against its data source.
 * @throws FieldError when the sandbox has no such kind of data source
 */
export const runSource: RunSource = async (request, source, edges) => {
  const run = sources[source.type]
  if (!run) throw new FieldError(`The sandbox does not support data sources of type ${source.type}`)
  return run(request, source, edges)
}
