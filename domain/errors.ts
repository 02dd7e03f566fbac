import * as z from 'zod'
import { type Message, parseMessage } from './message/message.ts'
import { readMessageText } from './message/text.ts'

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

/** What crosses a wire when something fails: no stack, no provider's text, no sentence. */
const wireSchema = z.object({
  code: errorCodeSchema,
  /** Why this very request failed, as one of the messages. */
  reason: z.unknown().optional(),
  /** The sentence that stood for the reason before messages had keys: letters kept since then. */
  detail: z.string().optional(),
  /** The request's field that the error is about, as a dotted path. */
  field: z.string().optional(),
  requestId: z.string().optional(),
})

/** Reads an error from a wire or from a store, of this version or an earlier one. */
export const wireErrorSchema = wireSchema.transform(({ reason, detail, ...rest }) => ({
  ...rest,
  reason:
    detail !== undefined && reason === undefined ? readMessageText(detail) : parseMessage(reason),
}))

export type WireError = z.infer<typeof wireErrorSchema>

type AppErrorOptions = { field?: string; cause?: unknown }

/** The only error type that our code throws on purpose; anything else is wrapped at a rim. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly reason: Message
  readonly field: string | undefined

  /** What nobody foresaw: `log` is for whoever reads the log, a person is told only that it failed. */
  constructor(code: 'INTERNAL', log: string, options?: AppErrorOptions)
  constructor(code: ErrorCode, reason: Message, options?: AppErrorOptions)
  constructor(code: ErrorCode, said: Message | string, options: AppErrorOptions = {}) {
    const log = typeof said === 'string' ? said : JSON.stringify(said)
    super(`${code}: ${log}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.reason = typeof said === 'string' ? { key: 'internal' } : said
    this.field = options.field
  }

  /** Whether sending the same request again may succeed. */
  get retry(): boolean {
    return errorTable[this.code].retry
  }

  /** The form that is safe to send to a client, or to keep. */
  toWire(requestId?: string): WireError {
    return {
      code: this.code,
      reason: this.reason,
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(requestId === undefined ? {} : { requestId }),
    }
  }
}

/** What an answer is when it is no refusal. @throws AppError the refusal */
export function orThrow<T>(answer: T | AppError): T {
  if (answer instanceof AppError) throw answer
  return answer
}

/** Ends a `switch` over a closed union: a new member is then a type error, not a silent gap. */
export function unreachable(value: never): never {
  throw new AppError('INTERNAL', `unexpected value ${JSON.stringify(value)}`)
}
