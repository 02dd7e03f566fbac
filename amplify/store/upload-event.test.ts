import { expect, test } from 'vitest'
import { uploadedObjects } from './upload-event.ts'

test('keys are read as stored: pluses are spaces, escapes are decoded', () => {
  const Records = [{ s3: { object: { key: 'originals/a+b%2Bc%C3%BC.png', size: 3 } } }]
  expect(uploadedObjects({ Records })).toEqual([{ key: 'originals/a b+cü.png', bytes: 3 }])
})

test('S3’s test message has no keys', () => {
  expect(uploadedObjects({ Service: 'Amazon S3', Event: 's3:TestEvent' })).toEqual([])
})
