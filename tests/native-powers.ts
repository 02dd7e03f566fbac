import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as z from 'zod'

/**
 * Vitest's setup: aws-amplify signs in by numbers of 3,072 bits, whose powers it computes in plain
 * JavaScript for a third of a second each time. Here they are computed by the engine, as on React
 * Native; the journeys sign in with what is published.
 */

interface BigInteger {
  toString(radix: number): string
  modPow(exponent: BigInteger, modulus: BigInteger, done: Done): BigInteger
}
type Done = (error: null, power: BigInteger) => void

interface BigIntegers {
  new (hex: string, radix: number): BigInteger
  readonly prototype: BigInteger
}
const published = z.object({
  default: z.custom<BigIntegers>(
    (value) => typeof value === 'function',
    'aws-amplify has no BigInteger here.',
  ),
})

const { default: BigInteger } = published.parse(await import(pathOfBigInteger()))
BigInteger.prototype.modPow = function (exponent, modulus, done) {
  const power = powerOf(bigintOf(this), bigintOf(exponent), bigintOf(modulus))
  const result = new BigInteger(power.toString(16), 16)
  done(null, result)
  return result
}

function bigintOf(value: BigInteger): bigint {
  const hex = value.toString(16)
  return hex.startsWith('-') ? -BigInt(`0x${hex.slice(1)}`) : BigInt(`0x${hex}`)
}

function powerOf(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let power = 1n
  let square = ((base % modulus) + modulus) % modulus
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) power = (power * square) % modulus
    square = (square * square) % modulus
  }
  return power
}

/** No export of the package names it. */
function pathOfBigInteger(): string {
  const ours = createRequire(import.meta.url)
  const entry = createRequire(ours.resolve('aws-amplify/auth')).resolve('@aws-amplify/auth')
  const dist = dirname(dirname(entry))
  return join(dist, 'esm/providers/cognito/utils/srp/BigInteger/BigInteger.mjs')
}
