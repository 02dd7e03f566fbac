import * as z from 'zod'

/**
 * Every way in which a request or a job can fail, as one closed list. `blame` says who can change
 * something, `retry` whether the same request may succeed later.
 */
export const errorTable = {
  INVALID_REQUEST: { blame: 'user', retry: false },
  UNAUTHENTICATED: { blame: 'user', retry: false },
  FORBIDDEN: { blame: 'user', retry: false },
  NOT_FOUND: { blame: 'user', retry: false },
  CONFLICT: { blame: 'user', retry: false },
  INVALID_IMAGE: { blame: 'user', retry: false },
  INVALID_MASK: { blame: 'user', retry: false },
  QUOTA_EXCEEDED: { blame: 'user', retry: false },
  UNSUPPORTED: { blame: 'user', retry: false },
  MODEL_RETIRED: { blame: 'system', retry: false },
  MODEL_UNAVAILABLE: { blame: 'provider', retry: true },
  THROTTLED: { blame: 'provider', retry: true },
  BLOCKED_PROMPT: { blame: 'user', retry: false },
  BLOCKED_INPUT: { blame: 'user', retry: false },
  BLOCKED_OUTPUT: { blame: 'provider', retry: true },
  TIMED_OUT: { blame: 'provider', retry: true },
  CANCELLED: { blame: 'user', retry: true },
  OFFLINE: { blame: 'system', retry: true },
  INTERNAL: { blame: 'system', retry: true },
} as const satisfies Record<string, { blame: 'user' | 'provider' | 'system'; retry: boolean }>

export type ErrorCode = keyof typeof errorTable

export const errorCodes = Object.keys(errorTable) as readonly ErrorCode[]

export const errorCodeSchema = z.enum(errorCodes as [ErrorCode, ...ErrorCode[]])

/** What crosses a wire when something fails: no stack, no provider's text. */
export const wireErrorSchema = z.object({
  code: errorCodeSchema,
  /** One plain sentence for the person, about this very request. */
  detail: z.string(),
  /** The request's field that the error is about, as a dotted path. */
  field: z.string().optional(),
  requestId: z.string().optional(),
})

export type WireError = z.infer<typeof wireErrorSchema>

/** The only error type that our code throws on purpose; anything else is wrapped at a rim. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly detail: string
  readonly field: string | undefined

  constructor(code: ErrorCode, detail: string, options: { field?: string; cause?: unknown } = {}) {
    super(`${code}: ${detail}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.detail = detail
    this.field = options.field
  }

  /** Whether sending the same request again may succeed. */
  get retry(): boolean {
    return errorTable[this.code].retry
  }

  /** The form that is safe to send to a client. */
  toWire(requestId?: string): WireError {
    return {
      code: this.code,
      detail: this.detail,
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(requestId === undefined ? {} : { requestId }),
    }
  }
}

/** Ends a `switch` over a closed union: a new member is then a type error, not a silent gap. */
export function unreachable(value: never): never {
  throw new AppError('INTERNAL', `unexpected value ${JSON.stringify(value)}`)
}

/** Turns zod's first issue into an INVALID_REQUEST about that field. */
export function invalidRequest(error: z.ZodError): AppError {
  const issue = error.issues[0]
  const field = issue?.path.join('.')
  return new AppError('INVALID_REQUEST', issue?.message ?? 'The request is not valid.', {
    ...(field === undefined || field === '' ? {} : { field }),
    cause: error,
  })
}
