import { failed, type RunSource, refusal } from './source.ts'

/** `Invoke`, synchronous or `Event`; a `BatchInvoke` carries a batch of one. */
export const runLambda: RunSource = async (request, source, edges) => {
  const functionArn = source.functionArn ?? ''
  const { operation, payload = null, invocationType } = request
  if (operation !== 'Invoke' && operation !== 'BatchInvoke') {
    return failed('Lambda:IllegalArgument', `Unsupported operation '${String(operation)}'`)
  }
  const refused = refusal(source, edges, {
    action: 'lambda:InvokeFunction',
    resource: functionArn,
  })
  if (refused !== undefined) return failed('Lambda:AccessDeniedException', refused)
  const isBatch = operation === 'BatchInvoke'
  const type = invocationType === 'Event' ? 'Event' : 'RequestResponse'
  const outcome = await edges.functions.invoke(functionArn, isBatch ? [payload] : payload, type)
  if (outcome.kind === 'returned') {
    return {
      result: type === 'Event' ? null : readResult(outcome.payload, isBatch),
      error: undefined,
    }
  }
  const errorType = outcome.isRefused ? outcome.errorType : 'Unhandled'
  return failed(`Lambda:${errorType}`, outcome.errorMessage)
}

function readResult(payload: unknown, isBatch: boolean): unknown {
  const result: unknown = isBatch && Array.isArray(payload) ? payload[0] : payload
  return result ?? null
}
