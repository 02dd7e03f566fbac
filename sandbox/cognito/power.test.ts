import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createPower } from './power.ts'

/** 2^1279 - 1, a Mersenne prime. */
const prime = 2n ** 1_279n - 1n
const power = createPower(prime)

/** By the definition: squares, and their products. */
function slowPower(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (const bit of exponent.toString(2)) {
    result = (result * result * (bit === '1' ? base : 1n)) % prime
  }
  return result
}

const numbers = Array.from({ length: 4 }, () => BigInt(`0x${randomBytes(150).toString('hex')}`))
const bases = [0n, 1n, 2n, prime - 2n, prime - 1n, prime + 5n, ...numbers]
const exponents = [0n, 1n, 2n, 3n, ...numbers]

test('a power is what it is by its definition', () => {
  for (const base of bases) {
    for (const exponent of exponents) {
      expect(power(base, exponent)).toBe(slowPower(base % prime, exponent))
    }
  }
  expect(power(-3n, 3n)).toBe(prime - 27n)
})
