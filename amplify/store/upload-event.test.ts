import { expect, test } from 'vitest'
import { uploadedKeys } from './upload-event.ts'

test('keys are read as stored: pluses are spaces, escapes are decoded', () => {
  const Records = [{ s3: { object: { key: 'originals/a+b%2Bc%C3%BC.png', size: 3 } } }]
  expect(uploadedKeys({ Records })).toEqual(['originals/a b+cü.png'])
})

test('S3’s test message has no keys', () => {
  expect(uploadedKeys({ Service: 'Amazon S3', Event: 's3:TestEvent' })).toEqual([])
})
