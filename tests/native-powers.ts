import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import { createPower } from '../sandbox/cognito/power.ts'

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

/**
 * For whoever signs in from Node: aws-amplify does so by numbers of 3,072 bits, whose powers it computes
 * in plain JavaScript for a third of a second each time. From now on they are computed natively, as on
 * React Native; the pages of the journeys sign in with what is published.
 */
export async function computePowersNatively(): Promise<void> {
  const { default: BigInteger } = published.parse(await import(pathOfBigInteger()))
  BigInteger.prototype.modPow = function (exponent, modulus, done) {
    const power = powerOf(bigintOf(this), bigintOf(exponent), bigintOf(modulus))
    const result = new BigInteger(power.toString(16), 16)
    done(null, result)
    return result
  }
}

function bigintOf(value: BigInteger): bigint {
  const hex = value.toString(16)
  return hex.startsWith('-') ? -BigInt(`0x${hex.slice(1)}`) : BigInt(`0x${hex}`)
}

/** One for each modulus: the protocol has a single one. */
const powers = new Map<bigint, ReturnType<typeof createPower>>()

function powerOf(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const power = powers.get(modulus) ?? createPower(modulus)
  powers.set(modulus, power)
  return power(base, exponent)
}

/** No export of the package names it. */
function pathOfBigInteger(): string {
  const ours = createRequire(import.meta.url)
  const entry = createRequire(ours.resolve('aws-amplify/auth')).resolve('@aws-amplify/auth')
  const dist = dirname(dirname(entry))
  return join(dist, 'esm/providers/cognito/utils/srp/BigInteger/BigInteger.mjs')
}
