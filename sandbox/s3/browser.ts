import type { FileHandle } from 'node:fs/promises'
import type { ObjectRecord } from './object-record.ts'
import type { OpenBucket } from './operation.ts'

/** Keys below a prefix that a look counts; a folder with more is said to have more. */
const maxCounted = 10_000

/** What stands at one level of a bucket. */
export type Level = {
  /** Prefixes one level down, and how many objects are below each. */
  readonly folders: readonly { readonly prefix: string; readonly count: number }[]
  readonly objects: readonly ObjectRecord[]
  /** Objects at this level, shown or not. */
  readonly total: number
  /** There were more than 10,000 keys below the prefix, and the rest was not looked at. */
  readonly isCut: boolean
}

/** The buckets as the developer's own page shows them, past authorisation. */
export interface ObjectBrowser {
  buckets(): readonly string[]
  /** `undefined` for a bucket that is not there. */
  look(
    bucket: string,
    at: { prefix: string; skip: number; max: number },
  ): Promise<Level | undefined>
  open(bucket: string, key: string): Promise<{ record: ObjectRecord; file: FileHandle } | undefined>
}

/** @param opened the buckets of a deployment, once they are open */
export function createObjectBrowser(
  names: readonly string[],
  opened: Promise<ReadonlyMap<string, OpenBucket>>,
): ObjectBrowser {
  return {
    buckets: () => names,
    async look(bucket, { prefix, skip, max }) {
      const objects = (await opened).get(bucket)?.objects
      if (!objects) return undefined
      const { folders, keys, isCut } = levelOf((await objects.keys()).from(prefix), prefix)
      const shown = keys.slice(skip, skip + max).map((key) => objects.read(key))
      const records = (await Promise.all(shown)).filter((record) => record !== undefined)
      const counted = [...folders].map(([name, count]) => ({ prefix: name, count }))
      return { folders: counted, objects: records, total: keys.length, isCut }
    },
    open: async (bucket, key) => (await opened).get(bucket)?.objects.open(key),
  }
}

function levelOf(from: Iterable<string>, prefix: string) {
  const folders = new Map<string, number>()
  const keys: string[] = []
  let counted = 0
  for (const key of from) {
    if (!key.startsWith(prefix)) break
    counted += 1
    if (counted > maxCounted) return { folders, keys, isCut: true }
    const slash = key.indexOf('/', prefix.length)
    if (slash < 0) keys.push(key)
    else {
      const folder = key.slice(0, slash + 1)
      folders.set(folder, (folders.get(folder) ?? 0) + 1)
    }
  }
  return { folders, keys, isCut: false }
}
