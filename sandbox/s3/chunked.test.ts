import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import type { VerifiedSignature } from '../gateway/service.ts'
import { decodeChunked } from './chunked.ts'

// The example of AWS's "Signature calculations … transferring payload in multiple chunks".
const signature: VerifiedSignature = {
  payloadHash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  signingKey: ['20130524', 'us-east-1', 's3', 'aws4_request'].reduce<Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    Buffer.from('AWS4wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
  ),
  scope: '20130524/us-east-1/s3/aws4_request',
  timestamp: '20130524T000000Z',
}
const body = [
  '10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n',
  `${'a'.repeat(65_536)}\r\n`,
  '400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n',
  `${'a'.repeat(1024)}\r\n`,
  '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n',
].join('')

async function decode(text: string, options: { piece?: number; signed?: boolean } = {}) {
  const { piece = 1000, signed = true } = options
  async function* source() {
    for (let at = 0; at < text.length; at += piece) yield Buffer.from(text.slice(at, at + piece))
  }
  const decoded: Buffer[] = []
  const pieces = decodeChunked(source(), signed ? signature : undefined)
  let next = await pieces.next()
  while (!next.done) {
    decoded.push(next.value)
    next = await pieces.next()
  }
  return { text: Buffer.concat(decoded).toString(), trailers: next.value }
}

it.each([1, 7, 1000, 100_000])('decodes AWS’s example in pieces of %i bytes', async (piece) => {
  expect(await decode(body, { piece })).toEqual({ text: 'a'.repeat(66_560), trailers: {} })
})

it('refuses a changed byte, a missing signature and a missing chunk', async () => {
  const changed = body.replace('a\r\n', 'b\r\n')
  await expect(decode(changed)).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' })
  const unsigned = '3\r\nabc\r\n0\r\n\r\n'
  await expect(decode(unsigned)).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' })
  const withoutSecond = body.slice(0, body.indexOf('400;')) + body.slice(body.indexOf('0;chunk'))
  await expect(decode(withoutSecond)).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' })
})

it('refuses a body that ends early or is no chunked body', async () => {
  await expect(decode(body.slice(0, 60_000))).rejects.toMatchObject({ code: 'IncompleteBody' })
  await expect(decode('hello', { signed: false })).rejects.toMatchObject({ code: 'IncompleteBody' })
})

it('gives the trailers of an unsigned body', async () => {
  const text = '3\r\nabc\r\n0\r\nx-amz-checksum-crc32: NSRBwg==\r\n\r\n'
  expect(await decode(text, { signed: false })).toEqual({
    text: 'abc',
    trailers: { 'x-amz-checksum-crc32': 'NSRBwg==' },
  })
})
