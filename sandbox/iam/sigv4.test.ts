import { Sha256 } from '@aws-crypto/sha256-js'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { SignatureV4 } from '@smithy/signature-v4'
import { expect, test } from 'vitest'
import { readSignature, type SignedRequest, verifySignature } from './sigv4.ts'

const nowMs = Date.UTC(2026, 10, 21, 12)
const secretAccessKey = 'secret'
const host = '127.0.0.1:5174'
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

function signer(service: string): SignatureV4 {
  return new SignatureV4({
    service,
    region: 'us-east-1',
    sha256: Sha256,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey },
    ...(service === 's3' && { uriEscapePath: false }),
  })
}

/** A request that AWS's own signer signed, as a server sees it. */
async function signed(service: string, path: string): Promise<SignedRequest> {
  const request = await signer(service).sign(
    {
      method: 'GET',
      protocol: 'http:',
      hostname: host,
      path,
      headers: { host },
      query: { b: '2', a: '1 &' },
    },
    { signingDate: new Date(nowMs) },
  )
  return {
    method: 'GET',
    path,
    query: new URLSearchParams({ b: '2', a: '1 &' }),
    headers: request.headers,
    bodyHash: emptyHash,
  }
}

function verify(request: SignedRequest, at = nowMs): unknown {
  const claim = readSignature(request.headers, request.query)
  if (!claim) return 'no signature'
  const answer = verifySignature(request, claim, { secretAccessKey, nowMs: at })
  return typeof answer === 'string' ? answer : 'good'
}

test.each([
  ['appsync', '/appsync/abc/graphql'],
  ['bedrock', '/model/amazon.titan-image-generator-v2%3A0/invoke'],
  ['s3', '/bucket/originals/a%20b.png'],
])('a request of AWS’s own signer to %s is verified', async (service, path) => {
  expect(verify(await signed(service, path))).toBe('good')
})

test('whatever is changed after signing is noticed', async () => {
  const request = await signed('sqs', '/queue')
  expect(verify({ ...request, path: '/other' })).toBe('SignatureDoesNotMatch')
  expect(verify({ ...request, method: 'DELETE' })).toBe('SignatureDoesNotMatch')
  expect(verify({ ...request, query: new URLSearchParams({ b: '3' }) })).toBe(
    'SignatureDoesNotMatch',
  )
  const headers = { ...request.headers, host: 'elsewhere' }
  expect(verify({ ...request, headers })).toBe('SignatureDoesNotMatch')
})

test('a signature is good for fifteen minutes either way', async () => {
  const request = await signed('sqs', '/queue')
  expect(verify(request, nowMs + 14 * 60_000)).toBe('good')
  expect(verify(request, nowMs + 16 * 60_000)).toBe('RequestTimeTooSkewed')
  expect(verify(request, nowMs - 16 * 60_000)).toBe('RequestTimeTooSkewed')
})

test('a presigned address works until it expires, and only as it was signed', async () => {
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: `http://${host}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey },
  })
  const command = new GetObjectCommand({ Bucket: 'bucket', Key: 'a key.png' })
  const url = new URL(
    await getSignedUrl(client, command, { expiresIn: 60, signingDate: new Date(nowMs) }),
  )
  const request = {
    method: 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: { host },
    bodyHash: undefined,
  }
  expect(verify(request)).toBe('good')
  expect(verify(request, nowMs + 61_000)).toBe('AccessDenied')
  expect(verify({ ...request, path: '/bucket/other.png' })).toBe('SignatureDoesNotMatch')
})
