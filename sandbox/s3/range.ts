import { S3Error } from './error.ts'

/** Bytes `start` to `end`, both included. */
export type ByteRange = { readonly start: number; readonly end: number }

/**
 * Reads a `Range` header. As S3 does, a header of another form and a list of ranges are ignored.
 * @returns `undefined` for the whole object
 * @throws S3Error InvalidRange when no byte of the object is in it
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (!match || match[0] === 'bytes=-') return undefined
  const [first, last] = [wholeNumber(match[1]), wholeNumber(match[2])]
  if (first !== undefined && last !== undefined && last < first) return undefined
  const range =
    first === undefined
      ? { start: Math.max(0, sizeBytes - (last ?? 0)), end: sizeBytes - 1 }
      : { start: first, end: Math.min(last ?? sizeBytes, sizeBytes - 1) }
  if (range.start > range.end) throw new S3Error('InvalidRange')
  return range
}

function wholeNumber(digits: string | undefined): number | undefined {
  return digits ? Number(digits) : undefined
}
