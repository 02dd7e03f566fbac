import { createHash, createHmac } from 'node:crypto'
import type { VerifiedSignature } from '../gateway/service.ts'
import { S3Error } from './error.ts'

/** Longest chunk header or trailer line; AWS's own are about a hundred bytes. */
const maxLineBytes = 8192
/** Most trailer lines after the last chunk. */
const maxTrailers = 16
const emptyHash = createHash('sha256').digest('hex')

/** What follows the last chunk, by header name in lower case. */
export type Trailers = Readonly<Record<string, string>>

/**
 * Decodes an `aws-chunked` body while it streams, checking each chunk's signature (AWS, "Signature
 * calculations for the authorization header: transferring payload in multiple chunks").
 * @param signature the seed; `undefined` when the chunks are not signed
 * @returns the payload's bytes, and as the generator's result the trailers
 * @throws S3Error IncompleteBody, SignatureDoesNotMatch
 */
export async function* decodeChunked(
  source: AsyncIterable<Buffer>,
  signature: VerifiedSignature | undefined,
): AsyncGenerator<Buffer, Trailers> {
  const reader = createReader(source)
  let previous = signature?.signature ?? ''
  for (;;) {
    const { sizeBytes, given } = parseChunkHeader(await reader.line())
    const hash = signature && createHash('sha256')
    for (let left = sizeBytes; left > 0; ) {
      const piece = await reader.take(left)
      left -= piece.length
      hash?.update(piece)
      yield piece
    }
    if (signature && hash) {
      const hashes = `${emptyHash}\n${hash.digest('hex')}`
      previous = check(signature, 'PAYLOAD', { previous, hashes, given })
    }
    if (sizeBytes === 0) return await readTrailers(reader, signature, previous)
    if ((await reader.line()) !== '') throw new S3Error('IncompleteBody')
  }
}

type Reader = {
  /** The next line without its line break. */
  line(): Promise<string>
  /** At least one byte and at most `most`. */
  take(most: number): Promise<Buffer>
}

function createReader(source: AsyncIterable<Buffer>): Reader {
  const iterator = source[Symbol.asyncIterator]()
  let buffer: Buffer = Buffer.alloc(0)
  const more = async () => {
    const next = await iterator.next()
    if (next.done) return false
    buffer = buffer.length === 0 ? next.value : Buffer.concat([buffer, next.value])
    return true
  }
  return {
    async line() {
      let end = buffer.indexOf('\r\n')
      while (end < 0) {
        if (buffer.length > maxLineBytes) throw new S3Error('InvalidRequest')
        // The stream may end without the last line break.
        if (!(await more())) {
          if (buffer.length > 0) throw new S3Error('IncompleteBody')
          return ''
        }
        end = buffer.indexOf('\r\n')
      }
      const line = buffer.toString('latin1', 0, end)
      buffer = buffer.subarray(end + 2)
      return line
    },
    async take(most) {
      while (buffer.length === 0) if (!(await more())) throw new S3Error('IncompleteBody')
      const piece = buffer.subarray(0, most)
      buffer = buffer.subarray(piece.length)
      return piece
    },
  }
}

function parseChunkHeader(line: string): { sizeBytes: number; given: string | undefined } {
  const match = /^([\da-f]{1,12})(?:;chunk-signature=([\da-f]{64}))?$/i.exec(line)
  if (!match?.[1]) throw new S3Error('IncompleteBody')
  return { sizeBytes: Number.parseInt(match[1], 16), given: match[2] }
}

async function readTrailers(
  reader: Reader,
  signature: VerifiedSignature | undefined,
  previous: string,
): Promise<Trailers> {
  const trailers: Record<string, string> = {}
  let signed = ''
  for (let count = 0; count < maxTrailers; count += 1) {
    const line = await reader.line()
    if (line === '') break
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    const value = line.slice(colon + 1).trim()
    trailers[name] = value
    if (name !== 'x-amz-trailer-signature') signed += `${name}:${value}\n`
  }
  if (signature?.payloadHash.endsWith('-TRAILER')) {
    const hashes = createHash('sha256').update(signed).digest('hex')
    check(signature, 'TRAILER', { previous, hashes, given: trailers['x-amz-trailer-signature'] })
  }
  return trailers
}

/** @returns the signature, from which the next one follows */
function check(
  { signingKey, timestamp, scope }: VerifiedSignature,
  kind: 'PAYLOAD' | 'TRAILER',
  chunk: { previous: string; hashes: string; given: string | undefined },
): string {
  const text = `AWS4-HMAC-SHA256-${kind}\n${timestamp}\n${scope}\n${chunk.previous}\n${chunk.hashes}`
  const expected = createHmac('sha256', signingKey).update(text).digest('hex')
  if (chunk.given !== expected) throw new S3Error('SignatureDoesNotMatch')
  return expected
}
