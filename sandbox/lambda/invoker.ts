/** Runs functions of the assembly for the other services (AppSync, SQS, Scheduler). */
export interface FunctionInvoker {
  /**
   * @param functionArn ARN or name of a function in the assembly
   * @param type `Event` resolves as soon as the event is on the disk, with a `null` payload
   */
  invoke(
    functionArn: string,
    payload: unknown,
    type: 'RequestResponse' | 'Event',
  ): Promise<InvocationResult>
}

export type InvocationResult =
  | { readonly kind: 'returned'; readonly payload: unknown; readonly requestId: string }
  | {
      readonly kind: 'failed'
      /** The error's name as Lambda's Node runtime reports it, or `Sandbox.Timedout`. */
      readonly errorType: string
      readonly errorMessage: string
      readonly requestId: string
      /** Lambda itself refused, by an error of its API; the function did not run. */
      readonly isRefused?: true
    }

/** @returns Lambda's own error, for a function that did not run */
export function refused(
  errorType: string,
  errorMessage: string,
  requestId: string,
): InvocationResult {
  return { kind: 'failed', errorType, errorMessage, requestId, isRefused: true }
}
