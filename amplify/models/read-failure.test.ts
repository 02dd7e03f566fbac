import { expect, test } from 'vitest'
import { say } from '../../src/i18n/say.ts'
import { readFailure } from './read-failure.ts'

const quiet = { retryOnce: false, throttled: false, retired: false }
const filters = 'This request has been blocked by our content filters. Please adjust your'

test.each([
  ['ThrottlingException', 429, 'Too many', { code: 'THROTTLED', ...quiet, throttled: true }],
  ['ModelNotReadyException', 429, '', { code: 'THROTTLED', ...quiet, throttled: true }],
  ['ServiceUnavailableException', 503, '', { code: 'THROTTLED', ...quiet, throttled: true }],
  ['InternalServerException', 500, '', { code: 'MODEL_UNAVAILABLE', ...quiet, throttled: true }],
  ['ModelTimeoutException', 408, '', { code: 'TIMED_OUT', ...quiet, retryOnce: true }],
  ['ModelErrorException', 424, '', { code: 'MODEL_UNAVAILABLE', ...quiet, retryOnce: true }],
  ['ServiceQuotaExceededException', 400, '', { code: 'MODEL_UNAVAILABLE', ...quiet }],
  ['AccessDeniedException', 403, 'No.', { code: 'MODEL_UNAVAILABLE', ...quiet }],
  ['ResourceNotFoundException', 404, 'No such.', { code: 'MODEL_UNAVAILABLE', ...quiet }],
  [
    'ResourceNotFoundException',
    404,
    'This model version has reached the end of its life.',
    { code: 'MODEL_RETIRED', ...quiet, retired: true },
  ],
  [
    'ResourceNotFoundException',
    404,
    'Access denied. This Model is marked by provider as Legacy and you have not been actively using',
    { code: 'MODEL_RETIRED', ...quiet, retired: true },
  ],
  ['ValidationException', 400, 'Malformed input.', { code: 'INTERNAL', ...quiet }],
  [
    'ValidationException',
    400,
    'The provided model identifier is invalid.',
    { code: 'MODEL_UNAVAILABLE', ...quiet },
  ],
  [
    'ValidationException',
    400,
    `${filters} text prompt to submit a new request.`,
    { code: 'BLOCKED_PROMPT', ...quiet },
  ],
  [
    'ValidationException',
    400,
    `${filters} input image to submit a new request.`,
    { code: 'BLOCKED_INPUT', ...quiet },
  ],
  ['SomethingNew', 429, '', { code: 'THROTTLED', ...quiet, throttled: true }],
  ['Error', undefined, 'connect ECONNREFUSED', { code: 'MODEL_UNAVAILABLE', ...quiet }],
  ['constructor', undefined, '', { code: 'MODEL_UNAVAILABLE', ...quiet }],
])('%s %s %j', (...row) => {
  const [name, status, message, expected] = row
  const { reason, ...meaning } = readFailure({ name, status, message })
  expect(meaning).toEqual(expected)
  expect(say(reason)).toMatch(/^[A-Z].*\.$/)
})
