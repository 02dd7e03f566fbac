/** An error of one field, as `$util.error` makes it and the response carries it. */
export class FieldError extends Error {
  readonly errorType: string | null
  readonly data: unknown
  readonly errorInfo: unknown

  constructor(
    message: string,
    detail: { errorType?: string | null; data?: unknown; errorInfo?: unknown } = {},
  ) {
    super(message)
    this.name = 'FieldError'
    this.errorType = detail.errorType ?? null
    this.data = detail.data ?? null
    this.errorInfo = detail.errorInfo ?? null
  }
}

/** A request that is refused as a whole, before any field runs. */
export class RequestError extends Error {
  readonly status: number
  readonly errorType: string

  constructor(status: number, errorType: string, message: string) {
    super(message)
    this.name = 'RequestError'
    this.status = status
    this.errorType = errorType
  }
}

/** @returns AppSync's refusal of one field; the wording is what clients match on */
export function unauthorizedField(typeName: string, fieldName: string): FieldError {
  return new FieldError(`Not Authorized to access ${fieldName} on type ${typeName}`, {
    errorType: 'Unauthorized',
  })
}

/** @returns the refusal of a request whose credentials are missing or bad */
export function unauthorizedRequest(message: string): RequestError {
  return new RequestError(401, 'UnauthorizedException', message)
}

/** @returns the error of a mapping template that cannot run or whose output cannot be read */
export function templateError(message: string): FieldError {
  return new FieldError(message, { errorType: 'MappingTemplate' })
}
