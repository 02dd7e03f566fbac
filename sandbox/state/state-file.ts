import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from './sync-folder.ts'

/**
 * Replaces a file as one step that survives a crash: on disk when it resolves, never half written.
 * The file is readable by its owner alone (0600), and so is its folder (0700). Writes of one path
 * must follow one another: what a crash left half written is overwritten by the next.
 */
export async function writeStateFile(path: string, text: string): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const temporary = `${path}.tmp`
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  await syncFolder(folder)
}

/** Removes a file; gone from the disk when it resolves. A missing file is fine. */
export async function removeStateFile(path: string): Promise<void> {
  await rm(path, { force: true })
  await syncFolder(dirname(path))
}

/** @returns the text of a file, `undefined` when there is none */
export async function readStateFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Reads every `.json` file of a folder, and clears what a crash left half written. */
export async function readStateFolder(
  folder: string,
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const files: { path: string; text: string }[] = []
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (name.endsWith('.tmp')) await rm(path, { force: true })
    if (name.endsWith('.json')) files.push({ path, text: await readFile(path, 'utf8') })
  }
  return files
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
