import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, link, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '../state/sync-folder.ts'
import { S3Error } from './error.ts'
import { isMissing, makeFolder, readJson, type StagedFile, stageFile, writeJson } from './files.ts'
import { createKeyIndex, type KeyIndex } from './key-index.ts'
import { type ObjectRecord, objectRecordSchema } from './object-record.ts'

/** The objects of one bucket on the disk. What a call acknowledged survives a crash. */
export interface ObjectStore {
  /** A file for bytes that will become an object. */
  stage(): Promise<StagedFile>
  read(key: string): Promise<ObjectRecord | undefined>
  /** The record together with an open file: a later overwrite does not disturb the reading. */
  open(key: string): Promise<{ record: ObjectRecord; file: FileHandle } | undefined>
  /**
   * Makes the staged file the object's content, replacing what was there.
   * @param allow is shown the present record and throws when the write must not happen
   */
  commit(
    staged: StagedFile,
    facts: Omit<ObjectRecord, 'blob' | 'version'>,
    allow?: (present: ObjectRecord | undefined) => void,
  ): Promise<ObjectRecord>
  /** @returns whether there was such an object */
  remove(key: string): Promise<boolean>
  /** A staged second name for an object's bytes, without copying them. */
  stageCopy(record: ObjectRecord): Promise<StagedFile>
  keys(): Promise<KeyIndex>
}

/**
 * Opens the store of one bucket. An object is a record `objects/ab/<sha256 of key>.json` and its
 * bytes beside it, `<sha256 of key>.<version>`: no character of a key reaches a file name.
 */
export async function openObjectStore(folder: string): Promise<ObjectStore> {
  const objects = join(folder, 'objects')
  const staging = join(folder, 'staging')
  await rm(staging, { recursive: true, force: true })
  await makeFolder(objects)
  await makeFolder(staging)
  const exclusively = createLocks()
  let building: Promise<KeyIndex> | undefined
  let index: KeyIndex | undefined

  const place = (key: string) => {
    const hash = createHash('sha256').update(key).digest('hex')
    const shard = join(objects, hash.slice(0, 2))
    return { hash, shard, recordPath: join(shard, `${hash}.json`) }
  }
  const read = async (key: string) => {
    const found = await readJson(place(key).recordPath)
    return found === undefined ? undefined : objectRecordSchema.parse(found)
  }
  const removeBlob = async (shard: string, record: ObjectRecord | undefined) => {
    if (record) await rm(join(shard, record.blob), { force: true })
  }

  return {
    read,
    stage: () => stageFile(staging),
    open: async (key) => {
      // An overwrite between the two reads removes the bytes of the first record: look again.
      for (let attempt = 0; attempt < 5; attempt += 1) {
        const record = await read(key)
        if (!record) return undefined
        const file = await openIfThere(join(place(key).shard, record.blob))
        if (file) return { record, file }
      }
      throw new S3Error('InternalError', 'The bytes of this object are missing on the disk.')
    },
    commit: (staged, facts, allow) =>
      exclusively(facts.key, async () => {
        const present = await read(facts.key)
        allow?.(present)
        const { hash, shard, recordPath } = place(facts.key)
        const blob = `${hash}.${randomUUID()}`
        const record: ObjectRecord = { version: 1, blob, ...facts }
        await makeFolder(shard)
        await rename(staged.path, join(shard, blob))
        await writeJson(staging, recordPath, record)
        index?.add(facts.key)
        await removeBlob(shard, present)
        return record
      }),
    remove: (key) =>
      exclusively(key, async () => {
        const present = await read(key)
        if (!present) return false
        const { shard, recordPath } = place(key)
        await rm(recordPath)
        await syncFolder(shard)
        index?.delete(key)
        await removeBlob(shard, present)
        return true
      }),
    stageCopy: async (record) => {
      const path = join(staging, randomUUID())
      await link(join(place(record.key).shard, record.blob), path)
      return {
        path,
        write: () => Promise.reject(new Error('A copy shares its bytes and is not written to.')),
        finish: () => Promise.resolve(),
        discard: () => rm(path, { force: true }),
      }
    },
    keys: () => {
      // Read on the first listing only: a start must not wait for a hundred thousand records.
      building ??= exclusively.all(async () => {
        index = await buildIndex(objects)
        return index
      })
      return building
    },
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Reads every record's key and removes bytes that a crash left without a record. */
async function buildIndex(objects: string): Promise<KeyIndex> {
  const keys: string[] = []
  for (const shard of await readdir(objects)) {
    const names = await readdir(join(objects, shard))
    const blobs = new Set<string>()
    for (const name of names.filter((each) => each.endsWith('.json'))) {
      const record = objectRecordSchema.parse(await readJson(join(objects, shard, name)))
      keys.push(record.key)
      blobs.add(record.blob)
    }
    for (const name of names.filter((each) => !each.endsWith('.json') && !blobs.has(each))) {
      await rm(join(objects, shard, name), { force: true })
    }
  }
  return createKeyIndex(keys)
}

type Locks = {
  <T>(key: string, work: () => Promise<T>): Promise<T>
  /** Runs `work` when no key is being changed, and lets none begin meanwhile. */
  all<T>(work: () => Promise<T>): Promise<T>
}

/** Changes of one key happen one after another; an entry lives no longer than its last waiter. */
function createLocks(): Locks {
  const tails = new Map<string, Promise<unknown>>()
  let gate: Promise<unknown> = Promise.resolve()
  const one = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const before = Promise.allSettled([tails.get(key), gate])
    const result = before.then(work)
    tails.set(key, result)
    try {
      return await result
    } finally {
      if (tails.get(key) === result) tails.delete(key)
    }
  }
  const all = <T>(work: () => Promise<T>): Promise<T> => {
    const result = Promise.allSettled([...tails.values(), gate]).then(work)
    gate = result.catch(() => undefined)
    return result
  }
  return Object.assign(one, { all })
}
