import { expect, test } from 'vitest'
import { quotaOf } from './quota.ts'

const titan = 'amazon.titan-image-generator-v2:0'

test('a model takes what its card says, unless the deployment says otherwise', () => {
  expect(quotaOf([])(titan)).toBe(60)
  expect(quotaOf(['*=100'])(titan)).toBe(100)
  // An id may hold anything but the last equals sign.
  expect(quotaOf(['*=100', `${titan}=7`])(titan)).toBe(7)
  expect(quotaOf([])('another.model')).toBe(1)
})
