import type { ErrorCode } from '#domain/errors.ts'

/** What to do next after an error of each code. */
export const steps = {
  INVALID_REQUEST: 'Change the setting named here, then try again.',
  UNAUTHENTICATED: 'Sign in again to go on. Your work is kept.',
  FORBIDDEN: 'This belongs to somebody else. Use something of your own.',
  NOT_FOUND: 'It is no longer there. Open another picture.',
  CONFLICT: 'Send it as a new request.',
  INVALID_IMAGE: 'Use a PNG, JPEG, WebP, AVIF, TIFF or GIF picture that other apps can open.',
  INVALID_MASK: 'Paint over the part to change, then try again.',
  QUOTA_EXCEEDED: 'Wait until your limit resets, or ask the owner of this deployment for more.',
  UNSUPPORTED: 'Choose another kind of edit.',
  MODEL_RETIRED: 'The model is retired here. Whoever runs this deployment can allow another.',
  MODEL_UNAVAILABLE: 'Try again in a few minutes.',
  THROTTLED: 'Too much at once for the model or for this service. Try again in a minute.',
  BLOCKED_PROMPT: 'Change the prompt, then send it again. Nothing was charged.',
  BLOCKED_INPUT: 'Use another picture, or mask another part of it.',
  BLOCKED_OUTPUT: 'Try again, or change the prompt.',
  TIMED_OUT: 'It took too long and was stopped. Try again.',
  CANCELLED: 'It was cancelled. Send it again if you want it after all.',
  OFFLINE: 'You seem to be offline. Try again when the connection is back.',
  INTERNAL: 'Try again. If it keeps happening, reload the page.',
} as const satisfies Record<ErrorCode, string>
