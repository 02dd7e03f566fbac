import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What to synthesise, and what its result depends on. */
export type SynthOptions = {
  /** The project's folder; all other paths are relative to it. */
  readonly root: string
  /** The Amplify backend, e.g. `amplify/backend.ts`. */
  readonly entry: string
  readonly tsconfig: string
  /** Files and folders whose content decides the result: a change in them is synthesised anew. */
  readonly sources: readonly string[]
  /** Environment that the backend's definition reads, e.g. for which platform to bundle. */
  readonly environment: Readonly<Record<string, string>>
  readonly context: Readonly<Record<string, unknown>>
  readonly region: string
  /** Where assemblies are kept, one folder for each content. */
  readonly cacheDir: string
}

/** Assemblies kept beside the current one, so that going back to a branch is quick. */
const mostKept = 3

/** Programs that a synthesis finds before those of the same name elsewhere. */
const binDir = fileURLToPath(new URL('./bin', import.meta.url))

/**
 * Runs the CDK app, unless an assembly of the same content is in the cache.
 * @returns the assembly's folder, and whether it had to be made
 * @throws Error with the end of CDK's own output when the synthesis fails
 */
export async function synthesise(
  options: SynthOptions,
): Promise<{ dir: string; fresh: boolean; durationMs: number }> {
  const startedMs = Date.now()
  const dir = join(options.cacheDir, await contentHash(options))
  if (existsSync(join(dir, 'manifest.json'))) return { dir, fresh: false, durationMs: 0 }
  await mkdir(options.cacheDir, { recursive: true, mode: 0o700 })
  const building = `${dir}.${process.pid}`
  await runApp(options, building)
  // Two starts at once may both get here; the second finds the first one's result.
  await rename(building, dir).catch(() => rm(building, { recursive: true, force: true }))
  await forgetOld(options.cacheDir, dir)
  return { dir, fresh: true, durationMs: Date.now() - startedMs }
}

async function runApp(options: SynthOptions, outDir: string): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', options.entry], {
    cwd: options.root,
    env: {
      ...process.env,
      ...options.environment,
      // CloudFormation's own rules are checked before a deployment; here they would cost seconds.
      CDK_VALIDATION: 'false',
      PATH: `${binDir}${delimiter}${process.env['PATH'] ?? ''}`,
      AWS_REGION: options.region,
      CDK_OUTDIR: outDir,
      CDK_CONTEXT_JSON: JSON.stringify(options.context),
      TSX_TSCONFIG_PATH: join(options.root, options.tsconfig),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (part: Buffer) => {
    output = (output + part.toString()).slice(-8_000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  if (code !== 0) {
    await rm(outDir, { recursive: true, force: true })
    throw new Error(`${options.entry} does not synthesise (exit code ${code}):\n${output.trim()}`)
  }
}

async function contentHash(options: SynthOptions): Promise<string> {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([options.environment, options.context, options.region]))
  for (const source of options.sources) await hashInto(hash, options.root, source)
  return hash.digest('hex').slice(0, 24)
}

async function hashInto(
  hash: ReturnType<typeof createHash>,
  root: string,
  path: string,
): Promise<void> {
  const full = join(root, path)
  if ((await stat(full)).isDirectory()) {
    for (const name of (await readdir(full)).sort()) {
      if (name !== 'node_modules' && !/\.test\.tsx?$/.test(name)) {
        await hashInto(hash, root, join(path, name))
      }
    }
  } else {
    hash
      .update(path)
      .update('\0')
      .update(await readFile(full))
      .update('\0')
  }
}

async function forgetOld(cacheDir: string, current: string): Promise<void> {
  const others = (await readdir(cacheDir))
    .map((name) => join(cacheDir, name))
    .filter((path) => path !== current)
  const aged = await Promise.all(
    others.map(async (path) => ({ path, atMs: (await stat(path)).mtimeMs })),
  )
  aged.sort((a, b) => b.atMs - a.atMs)
  for (const { path } of aged.slice(mostKept)) await rm(path, { recursive: true, force: true })
}
