import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from '../state/sync-folder.ts'

/** A file being written; it counts only once it is finished and renamed into place. */
export type StagedFile = {
  readonly path: string
  readonly write: (piece: Buffer) => Promise<void>
  /** Resolves when the bytes are on the disk. */
  finish(): Promise<void>
  /** Removes it; harmless after it has been renamed away. */
  discard(): Promise<void>
}

/** @param folder of the same file system as the file's last place */
export async function stageFile(folder: string): Promise<StagedFile> {
  const path = join(folder, randomUUID())
  const handle = await open(path, 'wx', 0o600)
  let open_ = true
  const close = async () => {
    if (!open_) return
    open_ = false
    await handle.close()
  }
  return {
    path,
    write: (piece) => writeAll(handle, piece),
    async finish() {
      await handle.sync()
      await close()
    },
    async discard() {
      await close()
      await rm(path, { force: true })
    },
  }
}

/** Puts `value` at `path`, whole or not at all, and on the disk when it resolves. */
export async function writeJson(stagingFolder: string, path: string, value: unknown) {
  const staged = await stageFile(stagingFolder)
  try {
    await staged.write(Buffer.from(JSON.stringify(value)))
    await staged.finish()
    await rename(staged.path, path)
    await syncFolder(dirname(path))
  } finally {
    await staged.discard()
  }
}

/** @returns the parsed file; `undefined` when there is none */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** A folder that only this user may enter. */
export async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (made !== undefined) await syncFolder(dirname(made))
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

async function writeAll(handle: FileHandle, piece: Buffer): Promise<void> {
  for (let done = 0; done < piece.length; ) {
    const { bytesWritten } = await handle.write(piece, done)
    done += bytesWritten
  }
}
