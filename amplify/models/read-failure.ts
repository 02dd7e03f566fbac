import type { ErrorCode } from '#domain/errors.ts'
import type { Message } from '#domain/message/message.ts'

/** What a failed InvokeModel call means for the job. */
export type ModelFailure = {
  readonly code: ErrorCode
  /** What the person is told; the provider's own text is only for the log. */
  readonly reason: Message
  /** 408 and 424 may have been charged: worth one more try, not more. */
  readonly retryOnce: boolean
  /** Refused for now and not charged: wait and try again within the job's lifetime. */
  readonly throttled: boolean
  /** The model is gone for good. */
  readonly retired: boolean
  /** How long it asked to be left alone, of what is `throttled`. */
  readonly retryAfterSeconds?: number
}

const busy = fails('THROTTLED', { key: 'modelBusy' }, { throttled: true })
const refused = fails('MODEL_UNAVAILABLE', { key: 'modelNotAllowed' })
const unknownModel = fails('MODEL_UNAVAILABLE', { key: 'modelNotInRegion' })
const retired = fails(
  'MODEL_RETIRED',
  { key: 'modelGone' },
  {
    retired: true,
  },
)
const unreached = fails('MODEL_UNAVAILABLE', { key: 'modelUnreached' })
const misunderstood = fails('INTERNAL', { key: 'modelMisunderstood' })

/** Bedrock Runtime's error types (API_runtime_InvokeModel) and what they mean here. */
const byName: ReadonlyMap<string, ModelFailure> = new Map(
  Object.entries({
    ThrottlingException: busy,
    ModelNotReadyException: busy,
    ServiceUnavailableException: busy,
    InternalServerException: fails(
      'MODEL_UNAVAILABLE',
      { key: 'modelFailed' },
      {
        throttled: true,
      },
    ),
    ModelTimeoutException: fails(
      'TIMED_OUT',
      { key: 'modelTooSlow' },
      {
        retryOnce: true,
      },
    ),
    ModelErrorException: fails(
      'MODEL_UNAVAILABLE',
      { key: 'modelFailed' },
      {
        retryOnce: true,
      },
    ),
    ServiceQuotaExceededException: refused,
    AccessDeniedException: refused,
    ResourceNotFoundException: unknownModel,
    ValidationException: misunderstood,
  }),
)

/**
 * One type covers several ends, so the text must decide: ends of life and filters have no code of
 * their own. Texts as seen in third-party reports; an unknown text falls back on its type.
 */
const byText: readonly { name: string; text: RegExp; failure: ModelFailure }[] = [
  { name: 'ResourceNotFoundException', text: /end of its life|as legacy/i, failure: retired },
  { name: 'ValidationException', text: /model identifier is invalid/i, failure: unknownModel },
  {
    name: 'ValidationException',
    text: /content filters(?!.*prompt).*image/is,
    failure: fails('BLOCKED_INPUT', { key: 'pictureFiltered' }),
  },
  {
    name: 'ValidationException',
    text: /content filters/i,
    failure: fails('BLOCKED_PROMPT', { key: 'wordsFiltered' }),
  },
]

/**
 * Reads the error of an InvokeModel call.
 * @param error.name the SDK's error name, e.g. `ThrottlingException`
 * @param error.status HTTP status; `undefined` when no answer came
 */
export function readFailure(error: {
  name: string
  status: number | undefined
  message: string
}): ModelFailure {
  const told = byText.find(({ name, text }) => name === error.name && text.test(error.message))
  if (told) return told.failure
  if (error.status === 429) return busy
  return byName.get(error.name) ?? unreached
}

/** A failure with what it means; by default it is final. */
export function fails(
  code: ErrorCode,
  reason: Message,
  more: Partial<Pick<ModelFailure, 'retryOnce' | 'throttled' | 'retired'>> = {},
): ModelFailure {
  return { code, reason, retryOnce: false, throttled: false, retired: false, ...more }
}
