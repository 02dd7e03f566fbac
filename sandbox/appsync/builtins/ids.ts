import { randomBytes } from 'node:crypto'

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** KSUIDs count seconds from 2014-05-13 (segmentio/ksuid). */
const ksuidEpochSeconds = 1_400_000_000

/** @returns a ULID: 48 bits of time, 80 random bits, 26 characters that sort by time */
export function ulid(nowMs: number): string {
  const random = BigInt(`0x${randomBytes(10).toString('hex')}`)
  return digits((BigInt(nowMs) << 80n) | random, crockford, 26)
}

/** @returns a KSUID: 32 bits of time, 128 random bits, 27 characters that sort by time */
export function ksuid(nowMs: number): string {
  const seconds = BigInt(Math.floor(nowMs / 1000) - ksuidEpochSeconds)
  const random = BigInt(`0x${randomBytes(16).toString('hex')}`)
  return digits((seconds << 128n) | random, base62, 27)
}

function digits(value: bigint, alphabet: string, length: number): string {
  const base = BigInt(alphabet.length)
  let rest = value
  let text = ''
  for (let place = 0; place < length; place += 1) {
    text = (alphabet[Number(rest % base)] ?? '') + text
    rest /= base
  }
  return text
}
