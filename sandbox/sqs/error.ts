import type { ServiceResponse } from '../gateway/service.ts'

/**
 * SQS's errors: the name in the JSON protocol, the HTTP status, and the code that the header
 * `x-amzn-query-error` carries for clients that still expect the query protocol's names.
 */
const errorTable = {
  AccessDeniedException: [403, 'AccessDenied'],
  BatchEntryIdsNotDistinct: [400, 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct'],
  BatchRequestTooLong: [400, 'AWS.SimpleQueueService.BatchRequestTooLong'],
  EmptyBatchRequest: [400, 'AWS.SimpleQueueService.EmptyBatchRequest'],
  InternalError: [500, 'InternalFailure'],
  InvalidAttributeName: [400, 'InvalidAttributeName'],
  InvalidBatchEntryId: [400, 'AWS.SimpleQueueService.InvalidBatchEntryId'],
  InvalidMessageContents: [400, 'InvalidMessageContents'],
  InvalidParameterValueException: [400, 'InvalidParameterValue'],
  MessageNotInflight: [400, 'AWS.SimpleQueueService.MessageNotInflight'],
  MissingRequiredParameterException: [400, 'MissingParameter'],
  OverLimit: [403, 'OverLimit'],
  QueueDoesNotExist: [400, 'AWS.SimpleQueueService.NonExistentQueue'],
  ReceiptHandleIsInvalid: [400, 'ReceiptHandleIsInvalid'],
  RequestThrottled: [403, 'RequestThrottled'],
  SerializationException: [400, 'MalformedInput'],
  TooManyEntriesInBatchRequest: [400, 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest'],
  UnknownOperationException: [404, 'InvalidAction'],
  UnsupportedOperation: [400, 'AWS.SimpleQueueService.UnsupportedOperation'],
} as const satisfies Record<string, readonly [status: number, queryCode: string]>

export type SqsErrorCode = keyof typeof errorTable

/** An answer other than success; thrown by operations, turned into JSON by the service. */
export class SqsError extends Error {
  readonly code: SqsErrorCode

  constructor(code: SqsErrorCode, message: string) {
    super(message)
    this.name = 'SqsError'
    this.code = code
  }

  get status(): number {
    return errorTable[this.code][0]
  }

  get queryCode(): string {
    return errorTable[this.code][1]
  }

  get blame(): 'Sender' | 'Receiver' {
    return this.status < 500 ? 'Sender' : 'Receiver'
  }
}

/** @returns the error in the form of AWS's JSON 1.0 protocol */
export function errorResponse(error: SqsError): ServiceResponse {
  return {
    status: error.status,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-query-error': `${error.queryCode};${error.blame}`,
    },
    body: JSON.stringify({ __type: `com.amazonaws.sqs#${error.code}`, message: error.message }),
  }
}
