import type { ServiceRequest } from '../gateway/service.ts'
import { S3Error } from './error.ts'
import type { ObjectRecord } from './object-record.ts'

/**
 * Applies RFC 9110's preconditions to a read, in S3's order: If-Match before If-Unmodified-Since,
 * If-None-Match before If-Modified-Since.
 * @param prefix of the header names; `x-amz-copy-source-` for the source of a copy
 * @throws S3Error PreconditionFailed, NotModified
 */
export function checkReadConditions(
  record: ObjectRecord,
  headers: ServiceRequest['headers'],
  prefix = '',
): void {
  const modifiedS = Math.floor(record.lastModifiedMs / 1000)
  const match = headers[`${prefix}if-match`]
  const unmodifiedS = seconds(headers[`${prefix}if-unmodified-since`])
  if (match !== undefined ? !lists(match, record.etag) : modifiedS > (unmodifiedS ?? Infinity)) {
    throw new S3Error('PreconditionFailed')
  }
  const noneMatch = headers[`${prefix}if-none-match`]
  const modifiedSinceS = seconds(headers[`${prefix}if-modified-since`])
  const unchanged =
    noneMatch !== undefined
      ? lists(noneMatch, record.etag)
      : modifiedSinceS !== undefined && modifiedS <= modifiedSinceS
  if (unchanged) throw new S3Error(prefix === '' ? 'NotModified' : 'PreconditionFailed')
}

/**
 * S3's conditional writes: `If-None-Match: *` makes only, `If-Match` replaces only that version.
 * @returns a check of the present record, for the store to run while the key is held
 */
export function writeCondition(
  headers: ServiceRequest['headers'],
): (present: ObjectRecord | undefined) => void {
  const noneMatch = headers['if-none-match']
  const match = headers['if-match']
  if (noneMatch !== undefined && noneMatch !== '*') {
    throw new S3Error('NotImplemented', 'If-None-Match of a write takes only *.')
  }
  return (present) => {
    if (noneMatch === '*' && present) throw new S3Error('PreconditionFailed')
    if (match !== undefined && !present) throw new S3Error('NoSuchKey')
    if (match !== undefined && present && !lists(match, present.etag)) {
      throw new S3Error('PreconditionFailed')
    }
  }
}

/** A list of tags, quoted or not, or `*`. */
function lists(value: string, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, '').replaceAll('"', '')
  return value.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag))
}

function seconds(value: string | undefined): number | undefined {
  const ms = value === undefined ? Number.NaN : Date.parse(value)
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000)
}
