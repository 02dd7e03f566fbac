import { types } from 'node:util'

/**
 * For Vitest's `addEqualityTesters`: pixels that are the same byte by byte are equal at once. Vitest
 * itself compares them element by element, seconds for a picture of a megapixel; it still does so for
 * what differs.
 * @returns `undefined` when Vitest is to compare
 */
export function areSameBytes(one: unknown, other: unknown): true | undefined {
  if (!types.isTypedArray(one) || !types.isTypedArray(other)) return undefined
  if (one.constructor !== other.constructor) return undefined
  return Buffer.compare(bytesOf(one), bytesOf(other)) === 0 ? true : undefined
}

function bytesOf({ buffer, byteOffset, byteLength }: NodeJS.TypedArray): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
