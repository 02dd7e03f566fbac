import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Digests of files by their path below the project's root. */
export type SourceDigests = ReadonlyMap<string, string>

/**
 * Reads the files and folders that decide what a backend is; tests and installed packages do not.
 * A file that goes away meanwhile is left out.
 */
export async function readSources(root: string, paths: readonly string[]): Promise<SourceDigests> {
  const digests = new Map<string, string>()
  for (const path of paths) await readInto(digests, root, path)
  return digests
}

/** What a folder of sources has that is none: tests, and what the compiler notes for itself. */
const noSource = /\.test\.tsx?$|\.tsbuildinfo$/

/** @returns whether a file or folder of that name can change what is synthesised */
export function isSource(name: string): boolean {
  return name !== 'node_modules' && !noSource.test(name)
}

/** @returns the paths that are new, gone or of another content, in order */
export function changedPaths(before: SourceDigests, after: SourceDigests): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort()
}

async function readInto(digests: Map<string, string>, root: string, path: string): Promise<void> {
  const full = join(root, path)
  const facts = await stat(full).catch(onlyMissing)
  if (!facts) return
  if (facts.isDirectory()) {
    const names = (await readdir(full).catch(onlyMissing)) ?? []
    for (const name of names.filter(isSource).sort())
      await readInto(digests, root, join(path, name))
  } else {
    const bytes = await readFile(full).catch(onlyMissing)
    if (bytes) digests.set(path, createHash('sha256').update(bytes).digest('hex'))
  }
}

function onlyMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
