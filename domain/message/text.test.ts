import { expect, test } from 'vitest'
import { sayText } from '../../src/i18n/say.ts'
import { generationSchema } from '../generation/generation.ts'
import { pictureSchema } from '../picture/picture.ts'
import { messageText, messageTextIn, readMessageText } from './text.ts'

/** As version 0.1 stored them, when notes were English sentences. Kept for ever. */
const oldGeneration = {
  id: '00000000-0000-4000-8000-000000000001',
  owner: '00000000-0000-4000-8000-00000000000a',
  createdAt: '2026-07-01T12:00:00.000Z',
  deadline: '2026-07-01T13:00:00.000Z',
  requestHash: 'a'.repeat(64),
  operation: 'RECOLOR',
  modelUsed: 'amazon.titan-image-generator-v2:0',
  modelReason: 'Nova Canvas was retired on 2026-09-30.',
  modelNote: 'The model has no recolouring: it paints anew what it finds.',
  count: 1,
  quality: 'STANDARD',
  status: 'BLOCKED',
  revision: 4,
  attempt: 1,
  outputs: [
    { index: 0, status: 'BLOCKED', errorCode: 'BLOCKED_OUTPUT', reason: 'The model withheld it.' },
  ],
  errorCode: 'BLOCKED_OUTPUT',
  errorDetail: 'The model withheld it.',
}

const oldPicture = {
  id: '00000000-0000-4000-8000-000000000002',
  owner: '00000000-0000-4000-8000-00000000000a',
  status: 'REJECTED',
  reasonCode: 'INVALID_IMAGE',
  reason: 'This file is empty.',
  key: 'originals/a/b.png',
  sha256: 'a'.repeat(64),
  origin: 'UPLOAD',
  revision: 1,
  createdAt: '2026-07-01T12:00:00.000Z',
}

test('records stored before notes had keys still say their sentences', () => {
  const { errorDetail, modelReason, modelNote, outputs } = generationSchema.parse(oldGeneration)
  const { reason } = pictureSchema.parse(oldPicture)
  const notes = [errorDetail, modelReason, modelNote, outputs?.[0]?.reason, reason]
  expect(notes.map(sayText)).toEqual([
    'The model withheld it.',
    'Nova Canvas was retired on 2026-09-30.',
    'The model has no recolouring: it paints anew what it finds.',
    'The model withheld it.',
    'This file is empty.',
  ])
})

test.each(['{"key":"fromTheFuture"}', '{"key":"modelRetired"}', '{"key":', '{}'])(
  'what this version cannot read, %s, is unexplained',
  (text) => expect(readMessageText(text)).toEqual({ key: 'unexplained' }),
)

test.each([
  ['PreSignUp failed with error {"key":"signUpClosed"}.', messageText({ key: 'signUpClosed' })],
  ['PreSignUp failed with error Nobody can sign up here yet.', undefined],
])('what a trigger throws is found in %s', (said, text) => {
  expect(messageTextIn(said)).toBe(text)
})
