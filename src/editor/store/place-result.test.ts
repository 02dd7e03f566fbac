import { expect, test } from 'vitest'
import { placeResult } from './place-result.ts'

const picture = { x: 0, y: 0, width: 1200, height: 800 }

test('an extended result lies with its old pixels where they were', () => {
  const frame = { leftPx: 100, rightPx: 0, upPx: 40, downPx: 0 }
  const result = { width: 1300, height: 840 }
  expect(placeResult(picture, result, frame)).toEqual({ x: -100, y: -40, width: 1300, height: 840 })
})

test('an enlarged result lies on the picture', () => {
  const result = { width: 4800, height: 3200 }
  expect(placeResult(picture, result)).toEqual({ x: 0, y: 0, width: 1200, height: 800 })
})

test('a result of another shape lies whole and centred on the picture', () => {
  const result = { width: 1024, height: 1024 }
  expect(placeResult(picture, result)).toEqual({ x: 200, y: 0, width: 800, height: 800 })
})
