import { createHash, createHmac, getDiffieHellman, hkdfSync } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isClaimProven, isPassword, padHex, recordPassword, startExchange } from './srp.ts'

const owner = { poolName: 'Ab12Cd34E', username: '3f1c2d3e-0000-4000-8000-000000000001' }
const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`)

/** The client's half, written from the protocol: S = (B - k·g^x)^(a + u·x) mod N. */
function proveAsClient(
  password: string,
  { salt, serverPublic, a }: { salt: string; serverPublic: bigint; a: bigint },
  claim: { secretBlock: string; timestamp: string },
): string {
  const k = hash(padHex(N) + padHex(2n))
  const u = hash(padHex(modPow(2n, a)) + padHex(serverPublic))
  const inner = createHash('sha256')
    .update(`${owner.poolName}${owner.username}:${password}`)
    .digest('hex')
  const x = hash(padHex(BigInt(`0x${salt}`)) + inner)
  const base = (((serverPublic - k * modPow(2n, x)) % N) + N) % N
  const shared = Buffer.from(padHex(modPow(base, a + u * x)), 'hex')
  const info = 'Caldera Derived Key'
  const key = hkdfSync('sha256', shared, Buffer.from(padHex(u), 'hex'), info, 16)
  return createHmac('sha256', Buffer.from(key))
    .update(owner.poolName + owner.username)
    .update(Buffer.from(claim.secretBlock, 'base64'))
    .update(claim.timestamp)
    .digest('base64')
}

function hash(hex: string): bigint {
  return BigInt(`0x${createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex')}`)
}

function modPow(base: bigint, exponent: bigint): bigint {
  return exponent === 0n
    ? 1n
    : (modPow((base * base) % N, exponent / 2n) * (exponent % 2n === 1n ? base : 1n)) % N
}

test('who knows the password proves it, and who does not cannot', () => {
  const secret = fc.bigInt({ min: 1n, max: 2n ** 256n })
  const law = fc.property(
    fc.string({ minLength: 1 }),
    fc.string({ minLength: 1 }),
    secret,
    (one, two, a) => {
      const record = recordPassword(owner, one)
      const exchange = startExchange(modPow(2n, a).toString(16), record.verifier)
      if (!exchange) throw new Error('the exchange was refused')
      const claim = { secretBlock: 'c2VjcmV0', timestamp: 'Sat Nov 7 09:05:01 UTC 2026' }
      const half = { salt: record.salt, serverPublic: exchange.serverPublic, a }
      const signature = proveAsClient(two, half, claim)
      const isProven = isClaimProven(exchange, owner, { ...claim, signature })
      expect([isProven, isPassword(owner, two, record)]).toEqual([one === two, one === two])
    },
  )
  fc.assert(law, { numRuns: 8, examples: [['same', 'same', 7n]] })
})

test('the same password is recorded differently each time', () => {
  const [one, two] = [recordPassword(owner, 'same'), recordPassword(owner, 'same')]
  expect(one.verifier).not.toBe(two.verifier)
})

test('a public value that is a multiple of the modulus is refused', () => {
  expect(startExchange((N * 2n).toString(16).slice(0, 769), '2')).toBeUndefined()
  expect(startExchange('0', '2')).toBeUndefined()
})

test('hex is padded to whole bytes that never read as negative', () => {
  // 0x7f and 0x0f are positive as they are; 0x80 and 0xfff would not be.
  expect([0x7fn, 0xfn, 0x80n, 0xfffn].map(padHex)).toEqual(['7f', '0f', '0080', '0fff'])
})
