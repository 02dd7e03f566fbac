import { createDiffieHellman } from 'node:crypto'

/**
 * Powers modulo a prime of some thousand bits. OpenSSL computes them, as those of Diffie and Hellman's
 * exchange: in a tenth of the time that BigInt takes.
 * @returns a function of any base, and of an exponent of 0 or more
 */
export function createPower(prime: bigint): (base: bigint, exponent: bigint) => bigint {
  const exchange = createDiffieHellman(bytesOf(prime), 2)
  return (base, exponent) => {
    const rest = ((base % prime) + prime) % prime
    // Those by which there would be no secret OpenSSL refuses.
    if (exponent === 0n) return 1n
    if (rest <= 1n) return rest
    if (rest === prime - 1n) return exponent % 2n === 0n ? 1n : rest
    exchange.setPrivateKey(bytesOf(exponent))
    return BigInt(`0x${exchange.computeSecret(bytesOf(rest)).toString('hex')}`)
  }
}

function bytesOf(value: bigint): Buffer {
  const hex = value.toString(16)
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
}
