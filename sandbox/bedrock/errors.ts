import type { ServiceResponse } from '../gateway/service.ts'

/** An answer that is an AWS error: its type, HTTP status and sentence. */
export class BedrockError extends Error {
  override readonly name = 'BedrockError'
  readonly type: string
  readonly status: number

  constructor(type: string, status: number, message: string) {
    super(message)
    this.type = type
    this.status = status
  }
}

/** @returns a ValidationException, 400: the caller's request is at fault */
export function validationError(message: string): BedrockError {
  return new BedrockError('ValidationException', 400, message)
}

/** @returns a ResourceNotFoundException, 404: what is named is not there, or no more */
export function notFoundError(message: string): BedrockError {
  return new BedrockError('ResourceNotFoundException', 404, message)
}

/** @returns an AccessDeniedException, 403, with the sentence of the decision */
export function accessDenied(message: string): BedrockError {
  return new BedrockError('AccessDeniedException', 403, message)
}

/** The REST-JSON wire form of an error: type in a header, sentence in the body. */
export function errorResponse(error: BedrockError): ServiceResponse {
  return {
    status: error.status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.type },
    body: JSON.stringify({ message: error.message }),
  }
}
