import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { VerifiedSignature } from '../gateway/service.ts'

/** The parts of a request that a signature covers. */
export type SignedRequest = {
  readonly method: string
  /** As sent, percent-encoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  /** SHA-256 of the body in hex, for services whose clients do not send it as a header. */
  readonly bodyHash: string | undefined
}

/** What the request says of its own signature, before anything is verified. */
export type SignatureClaim = {
  readonly accessKeyId: string
  readonly scope: string
  readonly service: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
  readonly timestamp: string
  readonly sessionToken: string | undefined
  /** Lifetime of a presigned URL in seconds; `undefined` for a signed header. */
  readonly expiresSeconds: number | undefined
}

/** Why a signature was refused, by AWS's error codes. */
export type SignatureFault =
  | 'SignatureDoesNotMatch'
  | 'RequestTimeTooSkewed'
  | 'AccessDenied'
  | 'IncompleteSignature'

/** AWS refuses a signed header whose date is further from now than this. */
const maxSkewMs = 15 * 60_000
/** The longest life of a presigned URL: seven days. */
const maxExpirySeconds = 604_800

/**
 * Reads the signature of a request from its `Authorization` header or, presigned, its query.
 * @returns `undefined` when the request carries none
 */
export function readSignature(
  headers: Readonly<Record<string, string>>,
  query: URLSearchParams,
): SignatureClaim | undefined {
  const authorization = headers['authorization']
  if (authorization?.startsWith('AWS4-HMAC-SHA256')) {
    return claimOf({
      credential: /Credential=([^,\s]+)/.exec(authorization)?.[1],
      signedHeaders: /SignedHeaders=([^,\s]+)/.exec(authorization)?.[1],
      signature: /Signature=([0-9a-f]+)/.exec(authorization)?.[1],
      timestamp: headers['x-amz-date'],
      sessionToken: headers['x-amz-security-token'],
      expiresSeconds: undefined,
    })
  }
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') return undefined
  const parameter = (name: string) => query.get(`X-Amz-${name}`) ?? undefined
  return claimOf({
    credential: parameter('Credential'),
    signedHeaders: parameter('SignedHeaders'),
    signature: parameter('Signature'),
    timestamp: parameter('Date'),
    sessionToken: parameter('Security-Token'),
    expiresSeconds: Number(parameter('Expires')),
  })
}

function claimOf(parts: {
  credential: string | undefined
  signedHeaders: string | undefined
  signature: string | undefined
  timestamp: string | undefined
  sessionToken: string | undefined
  expiresSeconds: number | undefined
}): SignatureClaim | undefined {
  const [accessKeyId, date, region, service, terminator] = parts.credential?.split('/') ?? []
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request') {
    return undefined
  }
  if (!parts.signature || !parts.signedHeaders || !parts.timestamp) return undefined
  return {
    accessKeyId,
    scope: `${date}/${region}/${service}/aws4_request`,
    service,
    signedHeaders: parts.signedHeaders.split(';'),
    signature: parts.signature,
    timestamp: parts.timestamp,
    sessionToken: parts.sessionToken,
    expiresSeconds: parts.expiresSeconds,
  }
}

/**
 * Verifies a SigV4 signature (AWS, "Create a signed AWS API request").
 * @returns what the signature says of the body, or the reason why it was refused
 */
export function verifySignature(
  request: SignedRequest,
  claim: SignatureClaim,
  secret: { secretAccessKey: string; nowMs: number },
): VerifiedSignature | SignatureFault {
  const timeFault = checkTime(claim, secret.nowMs)
  if (timeFault) return timeFault
  if (!claim.signedHeaders.includes('host')) return 'SignatureDoesNotMatch'
  const presigned = claim.expiresSeconds !== undefined
  const payloadHash = presigned
    ? (request.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD')
    : (request.headers['x-amz-content-sha256'] ?? request.bodyHash ?? '')
  const canonical = canonicalRequest(request, claim, payloadHash)
  const stringToSign = [
    'AWS4-HMAC-SHA256',
    claim.timestamp,
    claim.scope,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n')
  const signingKey = claim.scope
    .split('/')
    .reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secret.secretAccessKey}`))
  const expected = hmac(signingKey, stringToSign).toString('hex')
  if (!sameText(expected, claim.signature)) return 'SignatureDoesNotMatch'
  return {
    payloadHash,
    signature: expected,
    signingKey,
    scope: claim.scope,
    timestamp: claim.timestamp,
  }
}

function checkTime(claim: SignatureClaim, nowMs: number): SignatureFault | undefined {
  const signedAtMs = parseTimestamp(claim.timestamp)
  if (Number.isNaN(signedAtMs)) return 'IncompleteSignature'
  if (!claim.timestamp.startsWith(claim.scope.slice(0, 8))) return 'SignatureDoesNotMatch'
  if (claim.expiresSeconds === undefined) {
    return Math.abs(nowMs - signedAtMs) > maxSkewMs ? 'RequestTimeTooSkewed' : undefined
  }
  const valid = claim.expiresSeconds > 0 && claim.expiresSeconds <= maxExpirySeconds
  if (!valid || signedAtMs - nowMs > maxSkewMs) return 'AccessDenied'
  return nowMs > signedAtMs + claim.expiresSeconds * 1000 ? 'AccessDenied' : undefined
}

function canonicalRequest(
  request: SignedRequest,
  claim: SignatureClaim,
  payloadHash: string,
): string {
  const headers = claim.signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`,
  )
  return [
    request.method,
    claim.service === 's3' ? request.path : doubleEncode(request.path),
    canonicalQuery(request.query),
    headers.join(''),
    claim.signedHeaders.join(';'),
    payloadHash,
  ].join('\n')
}

/** Every service but S3 signs the path encoded once more than it travels. */
function doubleEncode(path: string): string {
  return path.split('/').map(encode).join('/')
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join('='))
    .join('&')
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** RFC 3986's unreserved characters stay; AWS also encodes what encodeURIComponent leaves. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function parseTimestamp(text: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (!match) return Number.NaN
  const [, year, month, day, hours, minutes, seconds] = match.map(Number)
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hours, minutes, seconds)
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
