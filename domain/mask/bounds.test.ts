import { expect, test } from 'vitest'
import { boundsOf, isAllEdit } from './bounds.ts'

const size = { width: 4, height: 3 }

test('bounds hold every pixel that is edited even in part', () => {
  const mask = Uint8Array.from([0, 0, 0, 0, 0, 0, 1, 0, 0, 255, 0, 0])
  expect(boundsOf(mask, size)).toEqual({ x: 1, y: 1, width: 2, height: 2 })
})

test('a mask that edits nothing has no bounds', () => {
  expect(boundsOf(new Uint8Array(12), size)).toBeUndefined()
})

test('a mask with one pixel not fully edited leaves something to keep', () => {
  const mask = new Uint8Array(12).fill(255)
  expect(isAllEdit(mask)).toBe(true)
  expect(isAllEdit(mask.with(5, 254))).toBe(false)
})
