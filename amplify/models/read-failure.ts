import type { ErrorCode } from '#domain/errors.ts'

/** What a failed InvokeModel call means for the job. */
export type ModelFailure = {
  readonly code: ErrorCode
  /** One plain sentence for the person; the provider's own text is only for the log. */
  readonly detail: string
  /** 408 and 424 may have been charged: worth one more try, not more. */
  readonly retryOnce: boolean
  /** Refused for now and not charged: wait and try again within the job's lifetime. */
  readonly throttled: boolean
  /** The model is gone for good. */
  readonly retired: boolean
}

const busy = fails('THROTTLED', 'The model is busy. Try again in a minute.', { throttled: true })
const refused = fails('MODEL_UNAVAILABLE', 'This deployment may not call the model at present.')
const unknownModel = fails('MODEL_UNAVAILABLE', 'The model is not offered in this Region.')
const retired = fails('MODEL_RETIRED', 'This model was retired. Choose another one.', {
  retired: true,
})
const unreached = fails('MODEL_UNAVAILABLE', 'The model could not be reached. Try again.')
const misunderstood = fails('INTERNAL', 'The model did not accept the request that we made of it.')

/** Bedrock Runtime's error types (API_runtime_InvokeModel) and what they mean here. */
const byName: ReadonlyMap<string, ModelFailure> = new Map(
  Object.entries({
    ThrottlingException: busy,
    ModelNotReadyException: busy,
    ServiceUnavailableException: busy,
    InternalServerException: fails('MODEL_UNAVAILABLE', 'The model failed. Try again.', {
      throttled: true,
    }),
    ModelTimeoutException: fails('TIMED_OUT', 'The model took too long. Try again.', {
      retryOnce: true,
    }),
    ModelErrorException: fails('MODEL_UNAVAILABLE', 'The model failed. Try again.', {
      retryOnce: true,
    }),
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
    failure: fails('BLOCKED_INPUT', 'The picture was stopped by the content filter of the model.'),
  },
  {
    name: 'ValidationException',
    text: /content filters/i,
    failure: fails('BLOCKED_PROMPT', 'The content filter stopped this. Say it in other words.'),
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
  detail: string,
  more: Partial<Pick<ModelFailure, 'retryOnce' | 'throttled' | 'retired'>> = {},
): ModelFailure {
  return { code, detail, retryOnce: false, throttled: false, retired: false, ...more }
}
