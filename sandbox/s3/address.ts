import { S3Error } from './error.ts'

/** What a request is about: the service, a bucket, or an object in it. */
export type Address = { readonly bucket: string | undefined; readonly key: string | undefined }

/** S3's limit on a key, in UTF-8 bytes. */
const maxKeyBytes = 1024

/**
 * Finds bucket and key: `<bucket>.s3.<region>.amazonaws.com/<key>`, `<bucket>.<any host>/<key>`
 * for a bucket that exists, else `<any host>/<bucket>/<key>`. A key is opaque: `..` means nothing.
 * @param path percent-encoded, starting with a slash
 * @param bucketNames the buckets that exist
 * @throws S3Error InvalidURI, KeyTooLongError
 */
export function readAddress(host: string, path: string, bucketNames: Iterable<string>): Address {
  const ofHost = bucketOfHost(host.toLowerCase(), bucketNames)
  const [first, rest] = ofHost === undefined ? splitPath(path.slice(1)) : [ofHost, path.slice(1)]
  const key = decode(rest)
  if (Buffer.byteLength(key) > maxKeyBytes) throw new S3Error('KeyTooLongError')
  return {
    bucket: first === '' ? undefined : decode(first),
    key: key === '' ? undefined : key,
  }
}

function bucketOfHost(host: string, bucketNames: Iterable<string>): string | undefined {
  const virtual = /^(.+)\.s3(?:[.-][a-z\d-]+)?\.amazonaws\.com(?::\d+)?$/.exec(host)?.[1]
  if (virtual !== undefined) return virtual
  let longest: string | undefined
  for (const name of bucketNames) {
    if (host.startsWith(`${name}.`) && name.length > (longest?.length ?? 0)) longest = name
  }
  return longest
}

function splitPath(path: string): readonly [string, string] {
  const slash = path.indexOf('/')
  return slash < 0 ? [path, ''] : [path.slice(0, slash), path.slice(slash + 1)]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw new S3Error('InvalidURI', `Couldn't parse the specified URI: ${String(cause)}`)
  }
}
