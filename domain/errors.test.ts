import { expect, test } from 'vitest'
import { sayText } from '../src/i18n/say.ts'
import { AppError, wireErrorSchema } from './errors.ts'
import { messageText } from './message/text.ts'

test('an error crosses a wire and comes back the same', () => {
  const reason = { key: 'outOfRange', min: 1, max: 5 } as const
  const wire = new AppError('INVALID_REQUEST', reason, { field: 'count' }).toWire('request-1')
  expect(wireErrorSchema.parse(JSON.parse(JSON.stringify(wire)))).toEqual({
    code: 'INVALID_REQUEST',
    reason,
    field: 'count',
    requestId: 'request-1',
  })
})

test('a sentence for the log stays there', () => {
  const error = new AppError('INTERNAL', 'The table is on fire.')
  expect(error.message).toBe('INTERNAL: The table is on fire.')
  expect(JSON.stringify(error.toWire())).not.toContain('fire')
  expect(sayText(messageText(error.reason))).toMatch(/our side/)
})

test('the compiler takes no sentence where a person would read it', () => {
  // @ts-expect-error -- a reason is a message
  expect(new AppError('CONFLICT', 'It is taken.').code).toBe('CONFLICT')
  // @ts-expect-error -- only a message has a text to store
  expect(messageText('It is taken.')).toBe('"It is taken."')
  // @ts-expect-error -- every message says all that its sentence needs
  expect(messageText({ key: 'outOfRange', min: 1 })).toContain('outOfRange')
})
