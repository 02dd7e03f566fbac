import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, utimes } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { explainCdkError } from './cdk-error.ts'
import { forgetOld } from './forget-old.ts'
import { readSources, type SourceDigests } from './sources.ts'

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
  /**
   * Where assemblies are kept, one folder for each content, and the bundles of functions, which are the
   * same in each environment.
   */
  readonly cacheDir: string
}

/** Programs that a synthesis finds before those of the same name elsewhere. */
const binDir = fileURLToPath(new URL('./bin', import.meta.url))

/** Synths that one call begins when files change under it. */
const maxTries = 5

export type Synthesised = {
  readonly dir: string
  readonly fresh: boolean
  readonly durationMs: number
}

/**
 * Runs the CDK app, unless an assembly of the same content is in the cache.
 * @param signal ends the CDK app
 * @returns the assembly's folder, and whether it had to be made
 * @throws SynthesisError with the end of CDK's own output when the synthesis fails; Error when it is
 *   ended or the sources do not stop changing
 */
export async function synthesise(
  options: SynthOptions,
  signal?: AbortSignal,
): Promise<Synthesised> {
  const startedMs = Date.now()
  await mkdir(options.cacheDir, { recursive: true, mode: 0o700 })
  for (let tries = 0; tries < maxTries; tries += 1) {
    const sources = await readSources(options.root, options.sources)
    const hash = contentHash(options, sources)
    const dir = join(options.cacheDir, hash)
    if (existsSync(join(dir, 'manifest.json'))) {
      await markUsed(dir)
      return { dir, fresh: false, durationMs: Date.now() - startedMs }
    }
    const bundles = join(options.cacheDir, `bundles-${hashOf([], sources)}`)
    const building = `${dir}.${process.pid}`
    const temporary = join(building, 'tmp')
    try {
      await mkdir(temporary, { recursive: true })
      await mkdir(bundles, { recursive: true, mode: 0o700 })
      await markUsed(bundles)
      await runApp(options, { outDir: building, temporary, bundles }, signal)
      await rm(temporary, { recursive: true })
      // What was written while CDK was reading is not the content that the folders are named for.
      if (contentHash(options, await readSources(options.root, options.sources)) !== hash) {
        await rm(bundles, { recursive: true, force: true })
        continue
      }
      // What a kill left of a removal has no manifest, and must not stand in the way.
      if (!existsSync(join(dir, 'manifest.json'))) await rm(dir, { recursive: true, force: true })
      // Two starts at once may both get here; the second finds the first one's result.
      await rename(building, dir).catch(() => undefined)
    } finally {
      await rm(building, { recursive: true, force: true })
    }
    await forgetOld(options.cacheDir, dir)
    return { dir, fresh: true, durationMs: Date.now() - startedMs }
  }
  throw new Error(`${options.sources.join(', ')} kept changing during ${maxTries} syntheses.`)
}

/** CDK refused. The message is for a person: the end of what CDK said. */
export class SynthesisError extends Error {}

/** So that what is in use is not the oldest when old ones are forgotten. */
function markUsed(dir: string): Promise<void> {
  return utimes(dir, new Date(), new Date())
}

/**
 * @param to.temporary for what CDK and Amplify write beside the assembly and never remove
 * @param to.bundles of the same sources, made by an earlier synthesis; those that are missing are added
 */
async function runApp(
  options: SynthOptions,
  to: { outDir: string; temporary: string; bundles: string },
  signal: AbortSignal | undefined,
): Promise<void> {
  // With the usual 16 MB the collector takes a tenth of the time.
  const node = ['--max-semi-space-size=64', '--import', 'tsx']
  const child = spawn(process.execPath, [...node, options.entry], {
    cwd: options.root,
    env: {
      ...process.env,
      ...options.environment,
      // CloudFormation's own rules are checked before a deployment; here they would cost seconds.
      CDK_VALIDATION: 'false',
      PATH: `${binDir}${delimiter}${process.env['PATH'] ?? ''}`,
      AWS_REGION: options.region,
      CDK_OUTDIR: to.outDir,
      TMPDIR: to.temporary,
      SANDBOX_BUNDLES: to.bundles,
      CDK_CONTEXT_JSON: JSON.stringify(options.context),
      TSX_TSCONFIG_PATH: join(options.root, options.tsconfig),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal, killSignal: 'SIGKILL' as const }),
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
    throw new SynthesisError(
      `${options.entry} does not synthesise (exit code ${code}):\n${explainCdkError(output, options.root)}`,
    )
  }
}

function contentHash({ environment, context, region }: SynthOptions, sources: SourceDigests) {
  return hashOf([environment, context, region], sources)
}

function hashOf(options: readonly unknown[], sources: SourceDigests): string {
  const hash = createHash('sha256')
  hash.update(JSON.stringify(options))
  for (const [path, digest] of sources) hash.update(path).update('\0').update(digest).update('\0')
  return hash.digest('hex').slice(0, 24)
}
