import * as z from 'zod'
import { S3Error } from '../error.ts'
import type { KeyIndex } from '../key-index.ts'
import type { ObjectRecord } from '../object-record.ts'
import type { Operation } from '../operation.ts'
import { document, element, type Xml } from '../xml.ts'

const maxKeys = 1000

/** Where the next page begins: after this key, or after everything with this common prefix. */
const tokenSchema = z.strictObject({ after: z.string(), isPrefix: z.boolean() })
type Token = z.infer<typeof tokenSchema>

type Page = {
  readonly keys: readonly string[]
  readonly prefixes: readonly string[]
  readonly next: Token | undefined
}

export const listObjectsV2: Operation = {
  name: 'ListObjectsV2',
  method: 'GET',
  target: 'bucket',
  query: ['list-type'],
  action: 's3:ListBucket',
  async run({ request: { query }, bucket, objects }) {
    if (query.get('list-type') !== '2') throw new S3Error('InvalidArgument')
    const prefix = query.get('prefix') ?? ''
    const delimiter = query.get('delimiter') ?? ''
    const limit = readLimit(query.get('max-keys'))
    const continuation = query.get('continuation-token')
    const startAfter = query.get('start-after') ?? ''
    const begin =
      continuation === null ? { after: startAfter, isPrefix: false } : readToken(continuation)
    const page = readPage(await objects.keys(), { prefix, delimiter, limit, begin })
    // A key that was removed meanwhile has no record left and is not listed.
    const records = (await Promise.all(page.keys.map((key) => objects.read(key)))).flatMap(
      (record) => record ?? [],
    )
    const encode = readEncoding(query.get('encoding-type'))
    const optional = (name: string, value: string | null) =>
      value === null ? [] : [element(name, value)]
    const root = element('ListBucketResult', [
      element('Name', bucket.name),
      element('Prefix', encode(prefix)),
      ...optional('Delimiter', delimiter === '' ? null : encode(delimiter)),
      element('MaxKeys', String(limit)),
      element('KeyCount', String(records.length + page.prefixes.length)),
      element('IsTruncated', String(page.next !== undefined)),
      ...optional('EncodingType', query.get('encoding-type')),
      ...optional('StartAfter', startAfter === '' ? null : encode(startAfter)),
      ...optional('ContinuationToken', continuation),
      ...optional('NextContinuationToken', page.next ? writeToken(page.next) : null),
      ...records.map((record) => contents(record, encode)),
      ...page.prefixes.map((each) => element('CommonPrefixes', [element('Prefix', encode(each))])),
    ])
    return {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: document(root, true),
    }
  },
}

function contents(record: ObjectRecord, encode: (text: string) => string): Xml {
  return element('Contents', [
    element('Key', encode(record.key)),
    element('LastModified', new Date(record.lastModifiedMs).toISOString()),
    element('ETag', record.etag),
    element('Size', String(record.sizeBytes)),
    element('StorageClass', 'STANDARD'),
  ])
}

function readPage(
  index: KeyIndex,
  asked: { prefix: string; delimiter: string; limit: number; begin: Token },
): Page {
  const { prefix, delimiter, limit, begin } = asked
  const keys: string[] = []
  const prefixes: string[] = []
  let last: Token = begin
  const start = begin.after > prefix ? begin.after : prefix
  for (const key of index.from(start)) {
    if (!key.startsWith(prefix)) break
    if (last.isPrefix ? key.startsWith(last.after) : key <= last.after) continue
    if (keys.length + prefixes.length >= limit) {
      return { keys, prefixes, next: limit === 0 ? undefined : last }
    }
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    if (at < 0) {
      keys.push(key)
      last = { after: key, isPrefix: false }
    } else {
      const common = key.slice(0, at + delimiter.length)
      prefixes.push(common)
      last = { after: common, isPrefix: true }
    }
  }
  return { keys, prefixes, next: undefined }
}

function readLimit(text: string | null): number {
  if (text === null) return maxKeys
  if (!/^\d{1,9}$/.test(text)) {
    throw new S3Error('InvalidArgument', 'Provided max-keys not an integer or within range.')
  }
  return Math.min(Number(text), maxKeys)
}

function readEncoding(type: string | null): (text: string) => string {
  if (type === null) return (text) => text
  if (type !== 'url') throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified.')
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/')
}

function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url')
}

function readToken(text: string): Token {
  try {
    return tokenSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch {
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect.')
  }
}
