import type { ServiceRequest } from '../gateway/service.ts'
import { S3Error } from './error.ts'
import type { ObjectFacts, ObjectRecord } from './object-record.ts'

/** Headers that an object gives back as it got them. */
const keptHeaders = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
]

/** S3's limit on all of a request's user metadata: names and values, in bytes. */
const maxMetadataBytes = 2048

/** Headers whose effect the sandbox does not have, with the one value that asks for nothing. */
const unsupportedHeaders: Readonly<Record<string, RegExp | undefined>> = {
  'x-amz-acl': /^(private|bucket-owner-full-control)$/,
  'x-amz-storage-class': /^STANDARD$/,
  'x-amz-server-side-encryption': /^AES256$/,
  'x-amz-server-side-encryption-aws-kms-key-id': undefined,
  'x-amz-server-side-encryption-customer-algorithm': undefined,
  'x-amz-copy-source-server-side-encryption-customer-algorithm': undefined,
  'x-amz-tagging': undefined,
  'x-amz-object-lock-mode': undefined,
  'x-amz-object-lock-legal-hold': undefined,
  'x-amz-object-lock-retain-until-date': undefined,
  'x-amz-website-redirect-location': undefined,
  'x-amz-write-offset-bytes': undefined,
  'x-amz-grant-read': undefined,
  'x-amz-grant-write': undefined,
  'x-amz-grant-full-control': undefined,
}

/** @throws S3Error NotImplemented for a header that would silently do nothing */
export function refuseUnsupported(headers: ServiceRequest['headers']): void {
  for (const [name, harmless] of Object.entries(unsupportedHeaders)) {
    const value = headers[name]
    if (value !== undefined && !harmless?.test(value)) {
      throw new S3Error('NotImplemented', `The sandbox does not implement ${name}: ${value}.`)
    }
  }
}

/**
 * Reads what a client says of an object that it makes.
 * @throws S3Error MetadataTooLarge
 */
export function readFacts(headers: ServiceRequest['headers']): ObjectFacts {
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' }
  for (const name of keptHeaders) {
    const value = headers[name]
    if (value !== undefined && value !== '') kept[name] = value
  }
  // `aws-chunked` describes the upload, not the object.
  const encoding = kept['content-encoding']?.replace(/(^|,)\s*aws-chunked\s*(?=,|$)/, '')
  if (encoding) kept['content-encoding'] = encoding.replace(/^,\s*/, '')
  else delete kept['content-encoding']
  const metadata: Record<string, string> = {}
  let metadataBytes = 0
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('x-amz-meta-')) continue
    const short = name.slice('x-amz-meta-'.length)
    metadata[short] = value
    metadataBytes += Buffer.byteLength(short) + Buffer.byteLength(value)
  }
  if (metadataBytes > maxMetadataBytes) throw new S3Error('MetadataTooLarge')
  return { headers: kept, metadata }
}

/** @returns the headers that GET and HEAD send of an object, without its length */
export function objectHeaders(
  record: ObjectRecord,
  request: ServiceRequest,
): Record<string, string> {
  const headers: Record<string, string> = {
    ...record.headers,
    etag: record.etag,
    'last-modified': new Date(record.lastModifiedMs).toUTCString(),
    'accept-ranges': 'bytes',
    'x-amz-server-side-encryption': 'AES256',
  }
  for (const [name, value] of Object.entries(record.metadata)) {
    headers[`x-amz-meta-${name}`] = value
  }
  for (const name of keptHeaders) {
    const override = request.query.get(`response-${name}`)
    if (override === null) continue
    if (!request.caller) throw new S3Error('InvalidRequest', 'Request specific response headers.')
    headers[name] = override
  }
  if (record.checksum && request.headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED') {
    headers[`x-amz-checksum-${record.checksum.algorithm}`] = record.checksum.value
    headers['x-amz-checksum-type'] = record.checksum.type
  }
  return headers
}

/** @returns the header that tells a writer the checksum of what was stored */
export function checksumHeaders(
  checksum: ObjectRecord['checksum'] | undefined,
): Record<string, string> {
  return checksum
    ? {
        [`x-amz-checksum-${checksum.algorithm}`]: checksum.value,
        'x-amz-checksum-type': checksum.type,
      }
    : {}
}
