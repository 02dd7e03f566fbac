import { expect, test } from 'vitest'
import { shortName } from './short-name.ts'

test.each([
  ['generateimagelambdaBCD2C30E-2ww5hqmkbvq8', 'generateimage'],
  ['rungeneration27634AE8-247sjaxmjkbr', 'rungeneration'],
  ['Picture-7psmt0fje21lxmrhropjpj7y37-NONE', 'Picture'],
  ['orders', 'orders'],
  ['lambda', 'lambda'],
])('%s is said as %s', (name, short) => {
  expect(shortName(name)).toBe(short)
})
