import type { EventSettings } from './event-settings.ts'
import type { AsyncEvent, Delivery } from './event-store.ts'
import type { InvocationResult } from './invoker.ts'

/** How an event ended, in the words of Lambda's records. */
type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency'

export type Ending = {
  readonly condition: Condition
  /** Of the last attempt; nothing when there was none. */
  readonly result: InvocationResult | undefined
}

/** A dead letter carries this much of an error's message (Lambda's guide, "Dead-letter queues"). */
const maxErrorMessage = 1_024

/**
 * Writes down what is to be sent when an event has ended: the invocation record to the destination
 * of that ending, and the event itself to the function's dead-letter queue if it failed.
 */
export function deliveriesOf(
  event: AsyncEvent,
  ending: Ending,
  settings: EventSettings,
): readonly Delivery[] {
  const hasFailed = ending.condition !== 'Success'
  const recordArn = hasFailed ? settings.onFailureArn : settings.onSuccessArn
  const deadLetterArn = hasFailed ? settings.deadLetterArn : undefined
  return [
    ...(recordArn === undefined
      ? []
      : [{ arn: recordArn, body: JSON.stringify(recordOf(event, ending)) }]),
    ...(deadLetterArn === undefined ? [] : [deadLetterOf(event, ending, deadLetterArn)]),
  ]
}

/** Lambda's guide, "Capturing records of Lambda asynchronous invocations". */
function recordOf(event: AsyncEvent, { condition, result }: Ending) {
  const hasRun = result !== undefined
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${event.functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: event.failures + (condition === 'Success' ? 1 : 0),
    },
    requestPayload: event.payload ?? null,
    ...(hasRun && {
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...(result.kind === 'failed' && { functionError: 'Unhandled' }),
      },
      responsePayload: payloadOf(result),
    }),
  }
}

function payloadOf(result: InvocationResult): unknown {
  if (result.kind === 'returned') return result.payload ?? null
  const { errorType, errorMessage } = result
  return { errorType, errorMessage, trace: [] }
}

function deadLetterOf(event: AsyncEvent, { condition, result }: Ending, arn: string): Delivery {
  const errorMessage = result?.kind === 'failed' ? result.errorMessage : condition
  return {
    arn,
    body: JSON.stringify(event.payload ?? null),
    attributes: {
      RequestID: { DataType: 'String', StringValue: event.requestId },
      ErrorCode: { DataType: 'Number', StringValue: '200' },
      // An attribute must not be empty.
      ErrorMessage: {
        DataType: 'String',
        StringValue: errorMessage.slice(0, maxErrorMessage) || condition,
      },
    },
  }
}
