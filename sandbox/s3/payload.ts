import { createHash } from 'node:crypto'
import type { ServiceRequest } from '../gateway/service.ts'
import {
  type Checksum,
  type ChecksumAlgorithm,
  checksumAlgorithms,
  createChecksum,
  parseAlgorithm,
} from './checksum.ts'
import { decodeChunked, type Trailers } from './chunked.ts'
import { S3Error } from './error.ts'

/** What was received, once everything that the request says of its body has been verified. */
export type Received = {
  readonly sizeBytes: number
  readonly md5Hex: string
  readonly checksum: StoredChecksum | undefined
}

export type StoredChecksum = {
  readonly algorithm: ChecksumAlgorithm
  /** Base64; for a multipart object of type COMPOSITE followed by `-` and the number of parts. */
  readonly value: string
  readonly type: 'FULL_OBJECT' | 'COMPOSITE'
}

/**
 * Streams a request's body to `write`, one piece at a time, and verifies its length, MD5, payload
 * hash, chunk signatures and additional checksum. Nothing may be kept when it throws.
 * @param maxBytes the operation's limit on the body
 * @throws S3Error EntityTooLarge, IncompleteBody, BadDigest, XAmzContentSHA256Mismatch …
 */
export async function receive(
  request: ServiceRequest,
  maxBytes: number,
  write: (piece: Buffer) => Promise<void> | void,
): Promise<Received> {
  const expected = expectationOf(request)
  if (expected.sizeBytes > maxBytes) throw new S3Error('EntityTooLarge')
  const sums = startSums(expected)
  let sizeBytes = 0
  const pieces = expected.chunked
    ? decodeChunked(bodyOf(request), expected.chunked.signature)
    : plain(bodyOf(request))
  let next = await pieces.next()
  while (!next.done) {
    const piece = next.value
    sizeBytes += piece.length
    if (sizeBytes > expected.sizeBytes) throw new S3Error('IncompleteBody')
    sums.update(piece)
    await write(piece)
    next = await pieces.next()
  }
  if (sizeBytes !== expected.sizeBytes) throw new S3Error('IncompleteBody')
  return { sizeBytes, ...sums.verify(next.value) }
}

function startSums(expected: Expectation) {
  const md5 = createHash('md5')
  const sha256 = expected.sha256Hex === undefined ? undefined : createHash('sha256')
  const checksum = expected.checksum && createChecksum(expected.checksum.algorithm)
  return {
    update(piece: Buffer) {
      md5.update(piece)
      sha256?.update(piece)
      checksum?.update(piece)
    },
    verify(trailers: Trailers): Omit<Received, 'sizeBytes'> {
      if (sha256 && sha256.digest('hex') !== expected.sha256Hex) {
        throw new S3Error('XAmzContentSHA256Mismatch')
      }
      const md5Sum = md5.digest()
      if (expected.md5Base64 !== undefined && expected.md5Base64 !== md5Sum.toString('base64')) {
        throw new S3Error('BadDigest')
      }
      return {
        md5Hex: md5Sum.toString('hex'),
        checksum: verifyChecksum(expected.checksum, checksum, trailers),
      }
    },
  }
}

/**
 * Receives a small document, such as the keys of DeleteObjects.
 * @throws S3Error as `receive`
 */
export async function receiveText(request: ServiceRequest, maxBytes: number): Promise<string> {
  const pieces: Buffer[] = []
  await receive(request, maxBytes, (piece) => void pieces.push(piece))
  return Buffer.concat(pieces).toString('utf8')
}

type ExpectedChecksum = {
  readonly algorithm: ChecksumAlgorithm
  /** `undefined` when it comes as a trailer, or when the client left it to S3. */
  readonly value: string | undefined
}

type Expectation = {
  readonly sizeBytes: number
  readonly md5Base64: string | undefined
  readonly sha256Hex: string | undefined
  readonly checksum: ExpectedChecksum | undefined
  readonly chunked: { readonly signature: ServiceRequest['signature'] } | undefined
}

function expectationOf({ headers, signature }: ServiceRequest): Expectation {
  const payloadHash = signature?.payloadHash ?? headers['x-amz-content-sha256'] ?? ''
  const chunked = readChunking(payloadHash, signature)
  const md5Base64 = headers['content-md5']
  if (md5Base64 !== undefined && !/^[\w+/]{22}==$/.test(md5Base64)) {
    throw new S3Error('InvalidDigest')
  }
  return {
    sizeBytes: readLength(headers[chunked ? 'x-amz-decoded-content-length' : 'content-length']),
    md5Base64,
    sha256Hex: /^[\da-f]{64}$/.test(payloadHash) ? payloadHash : undefined,
    checksum: expectedChecksum(headers),
    chunked,
  }
}

function readChunking(
  payloadHash: string,
  signature: ServiceRequest['signature'],
): Expectation['chunked'] {
  if (!payloadHash.startsWith('STREAMING-')) return undefined
  if (payloadHash.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD')) return { signature }
  if (payloadHash === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return { signature: undefined }
  throw new S3Error('NotImplemented')
}

function readLength(text: string | undefined): number {
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw new S3Error('MissingContentLength')
  return Number(text)
}

function expectedChecksum(headers: ServiceRequest['headers']): ExpectedChecksum | undefined {
  const sent = checksumAlgorithms.filter((each) => `x-amz-checksum-${each}` in headers)
  const trailer = /^x-amz-checksum-(\w+)$/i.exec(headers['x-amz-trailer']?.trim() ?? '')?.[1]
  const named = trailer ?? headers['x-amz-sdk-checksum-algorithm']
  const algorithm = sent[0] ?? (named === undefined ? undefined : parseAlgorithm(named))
  if (sent.length > 1 || (named !== undefined && algorithm === undefined)) {
    throw new S3Error('InvalidRequest', 'Expecting a single, known x-amz-checksum- header.')
  }
  return algorithm && { algorithm, value: headers[`x-amz-checksum-${algorithm}`] }
}

function verifyChecksum(
  expected: ExpectedChecksum | undefined,
  computed: Checksum | undefined,
  trailers: Trailers,
): StoredChecksum | undefined {
  if (!expected || !computed) return undefined
  const value = computed.digest().toString('base64')
  const given = expected.value ?? trailers[`x-amz-checksum-${expected.algorithm}`]
  if (given !== undefined && given !== value) throw new S3Error('BadDigest')
  return { algorithm: expected.algorithm, value, type: 'FULL_OBJECT' }
}

async function* plain(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, Trailers> {
  yield* source
  return {}
}

/** A client that goes away ends the stream with an error of Node's; S3 calls that incomplete. */
async function* bodyOf(request: ServiceRequest): AsyncGenerator<Buffer> {
  try {
    for await (const piece of request.stream) {
      yield Buffer.isBuffer(piece) ? piece : Buffer.from(piece)
    }
  } catch (cause) {
    if (cause instanceof S3Error) throw cause
    throw new S3Error('IncompleteBody')
  }
}
