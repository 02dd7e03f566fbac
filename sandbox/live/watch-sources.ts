import { type Dirent, type FSWatcher, watch } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isSource } from '../assembly/sources.ts'

/** What an editor writes in one go comes as one change. */
const settleMs = 150
/** Each takes one of the system's watches. */
const maxFolders = 2_000

/**
 * Calls back some time after a file of the sources may have changed; often more than once, and also
 * when its content is what it was. Each folder is watched by itself: Node's recursive watching on
 * Linux follows files, and loses those that an editor puts in the place of others.
 * @param options.onLost some folder is not watched (any more)
 * @returns a function that stops watching
 * @throws Error when one of the paths does not exist
 */
export async function watchSources(options: {
  root: string
  paths: readonly string[]
  onChange: () => void
  onLost: (cause: unknown) => void
}): Promise<() => void> {
  const { onChange, onLost } = options
  const watchers = new Map<string, FSWatcher>()
  let timer: NodeJS.Timeout | undefined
  let isOver = false

  const later = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      onChange()
      // Folders come and go with the files.
      watchAll().catch(onLost)
    }, settleMs)
  }
  const begin = (folder: string, isWatched: (name: string) => boolean) => {
    const watcher = watch(folder)
    watchers.set(folder, watcher)
    const end = () => {
      watcher.close()
      watchers.delete(folder)
      if (!isOver) later()
    }
    watcher.on('error', end)
    watcher.on('change', (_kind, name) => {
      if (name === null || isWatched(String(name))) later()
    })
  }
  const watchAll = async () => {
    const wanted = await foldersOf(options.root, options.paths)
    if (isOver) return
    for (const [folder, watcher] of watchers) {
      if (wanted.has(folder)) continue
      watcher.close()
      watchers.delete(folder)
    }
    const fresh = [...wanted].filter(([folder]) => !watchers.has(folder))
    for (const [folder, isWatched] of fresh) begin(folder, isWatched)
    // What was written into a new folder before it was watched.
    if (fresh.length > 0 && fresh.length < wanted.size) later()
  }

  for (const path of options.paths) await stat(join(options.root, path))
  await watchAll()
  return () => {
    isOver = true
    clearTimeout(timer)
    for (const watcher of watchers.values()) watcher.close()
  }
}

type Folders = Map<string, (name: string) => boolean>

/** The folders of the sources, each with what counts in it; a single file is seen from its folder. */
async function foldersOf(root: string, paths: readonly string[]): Promise<Folders> {
  const folders: Folders = new Map()
  for (const path of paths.map((each) => join(root, each))) {
    const entries = await entriesOf(path)
    if (entries) {
      await addBelow(folders, path, entries)
    } else {
      const [folder, own] = [dirname(path), basename(path)]
      const others = folders.get(folder)
      folders.set(folder, (name) => name === own || (others?.(name) ?? false))
    }
  }
  return folders
}

async function addBelow(folders: Folders, folder: string, entries: Dirent[]): Promise<void> {
  if (folders.size >= maxFolders) throw new Error(`There are over ${maxFolders} folders.`)
  folders.set(folder, isSource)
  for (const entry of entries.filter((each) => each.isDirectory() && isSource(each.name))) {
    const path = join(folder, entry.name)
    await addBelow(folders, path, (await entriesOf(path)) ?? [])
  }
}

/** @returns `undefined` for what is no folder, or has gone */
async function entriesOf(path: string): Promise<Dirent[] | undefined> {
  try {
    return await readdir(path, { withFileTypes: true })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOTDIR' || code === 'ENOENT') return undefined
    throw error
  }
}
