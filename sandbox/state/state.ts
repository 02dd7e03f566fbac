import { randomBytes, randomUUID } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readStateFile, writeStateFile } from './state-file.ts'

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
  if (options.reset) await discardAll(dir)
  await emptyBin(dir)
  return {
    dir,
    key: await readKey(join(dir, 'installation.key')),
    release: () => rm(lock, { force: true }),
  }
}

const binPrefix = 'discarded-'

/** By renaming, so that a crash leaves each service's folder whole or gone, never half removed. */
async function discardAll(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    const isKept = name === 'lock' || name.startsWith(binPrefix)
    if (!isKept) await rename(join(dir, name), join(dir, `${binPrefix}${randomUUID()}`))
  }
}

async function emptyBin(dir: string): Promise<void> {
  const names = (await readdir(dir)).filter((name) => name.startsWith(binPrefix))
  for (const name of names) await rm(join(dir, name), { recursive: true, force: true })
}

async function takeLock(path: string): Promise<void> {
  const own = `${process.pid} ${await startOf(process.pid)}`
  const tryOnce = () =>
    writeFile(path, own, { flag: 'wx', mode: 0o600 }).then(
      () => true,
      () => false,
    )
  if (await tryOnce()) return
  const [pid, start] = (await readFile(path, 'utf8').catch(() => '')).split(' ')
  const holder = Number(pid)
  if (
    holder > 0 &&
    holder !== process.pid &&
    isAlive(holder) &&
    start === (await startOf(holder))
  ) {
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

/**
 * When a process began, on the systems that say so: after a crash and a reboot, a stranger may have
 * the number of the one that held the lock.
 */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // Field 22 of proc(5); the name before it, in brackets, may contain spaces.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

async function readKey(path: string): Promise<Buffer> {
  const stored = await readStateFile(path)
  if (stored !== undefined) return Buffer.from(stored, 'hex')
  const key = randomBytes(32)
  await writeStateFile(path, key.toString('hex'))
  return key
}
