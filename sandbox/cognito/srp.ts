// SRP-6a as Cognito speaks it. Pure but for the random numbers handed out by `startExchange`.
// Hex values are padded to whole bytes with a leading zero where they would read as negative:
// both sides hash that text form, so the padding is part of the protocol.
import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { createPower } from './power.ts'

/** The 3072-bit group of RFC 3526, which Cognito uses with generator 2. */
const N = BigInt(
  '0xFFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E' +
    '3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF' +
    '5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D3' +
    '9A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08' +
    'CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF69558171839' +
    '95497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DB' +
    'EF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA' +
    '06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB31' +
    '43DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
)
const G = 2n
const power = createPower(N)
const K = hashHex(padHex(N) + padHex(G))

/** What is kept of a password: it proves a sign-in, and the password cannot be read from it. */
type PasswordRecord = { readonly salt: string; readonly verifier: string }

/** Who a password belongs to; both names go into the hash. */
export type PasswordOwner = {
  /** The pool's id after the underscore. */
  readonly poolName: string
  /** The internal user name: `USER_ID_FOR_SRP`. */
  readonly username: string
}

/** The server's half of one sign-in. */
export type Exchange = {
  readonly clientPublic: bigint
  readonly serverPublic: bigint
  readonly serverSecret: bigint
  readonly verifier: bigint
}

/** @returns a salt and verifier, in hex, for a new password */
export function recordPassword(owner: PasswordOwner, password: string): PasswordRecord {
  const salt = randomBytes(16).toString('hex')
  return { salt, verifier: verifierOf(owner, password, salt) }
}

/** @returns whether `password` is the one recorded */
export function isPassword(
  owner: PasswordOwner,
  password: string,
  record: PasswordRecord,
): boolean {
  const expected = Buffer.from(padHex(BigInt(`0x${record.verifier}`)), 'hex')
  const actual = Buffer.from(padHex(BigInt(`0x${verifierOf(owner, password, record.salt)}`)), 'hex')
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

/** @returns the server's half, or `undefined` when `srpA` is not hex or would void the proof */
export function startExchange(srpA: string, verifier: string): Exchange | undefined {
  if (!/^[0-9a-f]{1,1024}$/i.test(srpA)) return undefined
  const clientPublic = BigInt(`0x${srpA}`)
  if (clientPublic % N === 0n) return undefined
  const v = BigInt(`0x${verifier}`)
  const serverSecret = BigInt(`0x${randomBytes(32).toString('hex')}`)
  const serverPublic = (K * v + power(G, serverSecret)) % N
  return { clientPublic, serverPublic, serverSecret, verifier: v }
}

/** Checks `PASSWORD_CLAIM_SIGNATURE`: whether the client knew the password. */
export function isClaimProven(
  exchange: Exchange,
  owner: PasswordOwner,
  claim: { secretBlock: string; timestamp: string; signature: string },
): boolean {
  const u = hashHex(padHex(exchange.clientPublic) + padHex(exchange.serverPublic))
  if (u === 0n) return false
  const base = (exchange.clientPublic * power(exchange.verifier, u)) % N
  const shared = power(base, exchange.serverSecret)
  const key = hkdfSync(
    'sha256',
    Buffer.from(padHex(shared), 'hex'),
    Buffer.from(padHex(u), 'hex'),
    'Caldera Derived Key',
    16,
  )
  const expected = createHmac('sha256', Buffer.from(key))
    .update(owner.poolName + owner.username)
    .update(Buffer.from(claim.secretBlock, 'base64'))
    .update(claim.timestamp)
    .digest()
  const actual = Buffer.from(claim.signature, 'base64')
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

/** @returns even-length hex, with `00` in front where the first bit is set */
export function padHex(value: bigint): string {
  const hex = value.toString(16)
  const even = hex.length % 2 === 1 ? `0${hex}` : hex
  return /^[89a-f]/.test(even) ? `00${even}` : even
}

function verifierOf(owner: PasswordOwner, password: string, salt: string): string {
  const inner = createHash('sha256')
    .update(`${owner.poolName}${owner.username}:${password}`)
    .digest('hex')
  return power(G, hashHex(padHex(BigInt(`0x${salt}`)) + inner)).toString(16)
}

function hashHex(hex: string): bigint {
  return BigInt(`0x${createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex')}`)
}
