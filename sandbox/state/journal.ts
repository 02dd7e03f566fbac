import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from './sync-folder.ts'

/** An append-only file of JSON lines, rewritten now and then with only what still counts. */
export interface Journal {
  /**
   * Appends an entry.
   * @param options.sync resolve only when it is on the disk; else when the system has it, which
   *   survives the end of this process
   * @param options.written is called right when the entry is in the file, before any rewriting
   */
  append(entry: unknown, options: { sync: boolean; written?: () => void }): Promise<void>
  close(): Promise<void>
}

type Pending = {
  readonly line: string
  readonly sync: boolean
  readonly written: () => void
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Below this size a rewriting gains nothing. */
const smallestRewriteBytes = 1024 ** 2
const entriesPerWrite = 100

/**
 * Opens a journal and hands every entry in it to `replay`. A last line that a crash cut off was
 * never acknowledged and is dropped.
 * @param snapshot gives the entries that stand for everything so far
 */
export async function openJournal(options: {
  path: string
  replay: (entry: unknown) => void
  snapshot: () => Iterable<unknown>
}): Promise<Journal> {
  const { path, replay, snapshot } = options
  const scratch = `${path}.new`
  await rm(scratch, { force: true })
  let handle: FileHandle = await open(path, 'a+', 0o600)
  let sizeBytes = await replayAll(path, handle, replay)
  await syncFolder(dirname(path))
  let nextRewriteBytes = Math.max(smallestRewriteBytes, 4 * sizeBytes)
  let pending: Pending[] = []
  let running: Promise<void> | undefined
  let closed = false

  const rewrite = async () => {
    // Taken in one go: what changes while it is written is appended behind it.
    const entries = [...snapshot()]
    const { fresh, freshBytes } = await writeEntries(scratch, entries)
    await rename(scratch, path)
    const old = handle
    handle = fresh
    sizeBytes = freshBytes
    nextRewriteBytes = Math.max(smallestRewriteBytes, 4 * freshBytes)
    await syncFolder(dirname(path))
    await old.close()
  }

  const flush = async (batch: readonly Pending[]) => {
    const bytes = Buffer.from(batch.map(({ line }) => line).join(''))
    try {
      await handle.appendFile(bytes)
      if (batch.some(({ sync }) => sync)) await handle.datasync()
      sizeBytes += bytes.length
    } catch (error) {
      // What was half written must not run into the next line.
      await handle.truncate(sizeBytes)
      for (const each of batch) each.reject(error)
      return
    }
    for (const each of batch) {
      each.written()
      each.resolve()
    }
    if (sizeBytes > nextRewriteBytes) await rewrite()
  }

  const drain = async () => {
    while (pending.length > 0) {
      const batch = pending
      pending = []
      try {
        await flush(batch)
      } catch (error) {
        for (const each of batch) each.reject(error)
      }
    }
    running = undefined
  }

  return {
    append: (entry, { sync, written = () => undefined }) =>
      new Promise((resolve, reject) => {
        if (closed) {
          reject(new Error('The journal is closed.'))
          return
        }
        pending.push({ line: `${JSON.stringify(entry)}\n`, sync, written, resolve, reject })
        // One flush takes all that came during the one before it: one fsync for many senders.
        running ??= drain()
      }),
    async close() {
      closed = true
      await running
      await handle.sync()
      await handle.close()
    },
  }
}

async function writeEntries(
  path: string,
  entries: readonly unknown[],
): Promise<{ fresh: FileHandle; freshBytes: number }> {
  const fresh = await open(path, 'w', 0o600)
  let freshBytes = 0
  for (let start = 0; start < entries.length; start += entriesPerWrite) {
    const some = entries.slice(start, start + entriesPerWrite)
    const bytes = Buffer.from(some.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    await fresh.appendFile(bytes)
    freshBytes += bytes.length
  }
  await fresh.sync()
  return { fresh, freshBytes }
}

/** @returns the size of the sound part, to which the file is cut */
async function replayAll(
  path: string,
  handle: FileHandle,
  replay: (entry: unknown) => void,
): Promise<number> {
  const bytes = await readFile(path)
  const sizeBytes = bytes.lastIndexOf('\n') + 1
  for (let start = 0; start < sizeBytes; ) {
    const end = bytes.indexOf('\n', start)
    replay(JSON.parse(bytes.toString('utf8', start, end)))
    start = end + 1
  }
  if (sizeBytes < bytes.length) await handle.truncate(sizeBytes)
  return sizeBytes
}
