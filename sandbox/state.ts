import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The installation's folder: private to its user, and held by one sandbox at a time. */
export interface State {
  readonly dir: string
  /** 32 random bytes, made once for an installation: credentials are derived from it. */
  readonly key: Buffer
  /** Gives the folder free for the next start. */
  release(): Promise<void>
}

/**
 * Opens or makes the state folder.
 * @param options.reset clears what is in it, once it is ours
 * @throws Error when another living process holds it
 */
export async function openState(
  dir: string,
  options: { reset: boolean } = { reset: false },
): Promise<State> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await chmod(dir, 0o700)
  const lock = join(dir, 'lock')
  await takeLock(lock)
  if (options.reset) {
    for (const name of await readdir(dir)) {
      if (name !== 'lock') await rm(join(dir, name), { recursive: true })
    }
  }
  return {
    dir,
    key: await readKey(join(dir, 'installation.key')),
    release: () => rm(lock, { force: true }),
  }
}

async function takeLock(path: string): Promise<void> {
  const own = String(process.pid)
  const tryOnce = () =>
    writeFile(path, own, { flag: 'wx', mode: 0o600 }).then(
      () => true,
      () => false,
    )
  if (await tryOnce()) return
  const holder = Number(await readFile(path, 'utf8').catch(() => ''))
  if (holder > 0 && holder !== process.pid && isAlive(holder)) {
    throw new Error(
      `Another sandbox (process ${holder}) is using ${path.slice(0, -5)}. Stop it first, or give this one another state folder.`,
    )
  }
  await rm(path, { force: true })
  if (!(await tryOnce())) throw new Error(`Could not lock ${path}.`)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function readKey(path: string): Promise<Buffer> {
  const stored = await readFile(path, 'utf8').catch(() => undefined)
  if (stored !== undefined) return Buffer.from(stored, 'hex')
  const key = randomBytes(32)
  await writeFile(`${path}.new`, key.toString('hex'), { mode: 0o600 })
  await rename(`${path}.new`, path)
  return key
}
