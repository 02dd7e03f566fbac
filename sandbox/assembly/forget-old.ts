import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Assemblies kept beside the current one, so that going back to a branch is quick. */
const maxKept = 3
/** Another process may still serve from what was taken up since, or be about to. */
const inUseMs = 15 * 60_000

/**
 * Removes the assemblies of a cache that were not taken up lately, all but the latest few.
 * @param current is kept, however old it is
 */
export async function forgetOld(cacheDir: string, current: string): Promise<void> {
  const others = (await readdir(cacheDir))
    .map((name) => join(cacheDir, name))
    .filter((path) => path !== current)
  const aged = await Promise.all(
    others.map(async (path) => {
      // Somebody else who forgets at the same time may have been faster.
      const atMs = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      )
      return { path, atMs }
    }),
  )
  aged.sort((a, b) => b.atMs - a.atMs)
  const unused = aged.slice(maxKept).filter(({ atMs }) => atMs < Date.now() - inUseMs)
  for (const { path } of unused) await rm(path, { recursive: true, force: true })
}
