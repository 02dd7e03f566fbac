import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { SynthOptions } from '../sandbox/assembly/synthesise.ts'
import type { Log } from '../sandbox/log.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/start.ts'
import { demoUser } from './demo-user.ts'
import { cacheDir, localDir, projectRoot } from './paths.ts'

/**
 * Titan and Nova are past their end of life; offline both are allowed, and Titan is what the model
 * server speaks by default. No Region of AWS has all models, so two are named.
 */
const localEnvironment = {
  REPAINT_FUNCTION_PLATFORM: 'host',
  REPAINT_SIGN_UP: 'everyone',
  REPAINT_MODEL_REGIONS: 'us-east-1,us-west-2',
  REPAINT_PREFERRED_MODELS: 'amazon.titan-image-generator-v2:0',
  REPAINT_ALLOWED_RETIRED_MODELS: 'amazon.titan-image-generator-v2:0,amazon.nova-canvas-v1:0',
  REPAINT_ALLOWED_ORIGINS: 'http://localhost:*,http://127.0.0.1:*',
  REPAINT_ENDPOINTS_ON_LOOPBACK: 'true',
  REPAINT_CONCURRENCY: '5',
  REPAINT_EXPORT_CONCURRENCY: '5',
  REPAINT_INGEST_CONCURRENCY: '5',
}

export type LocalBackendOptions = {
  readonly port: number
  readonly origins?: readonly string[]
  readonly stateDir?: string
  /** Clears the state first: accounts, pictures, history. */
  readonly reset?: boolean
  /** Settings of the deployment, e.g. `REPAINT_LEASE_SECONDS`, for tests that want short times. */
  readonly environment?: Readonly<Record<string, string>>
  /** Settings that functions alone are told, e.g. `dailyImages`; nothing is synthesised for these. */
  readonly told?: Readonly<Record<string, string>>
  readonly bedrock?: SandboxOptions['bedrock']
  readonly secrets?: SandboxOptions['secrets']
  readonly log: Log
  /** Given, changes of the backend are applied while it runs; called with the new outputs. */
  readonly onApplied?: NonNullable<SandboxOptions['onApplied']>
}

/** How this backend is synthesised for this machine; the same content is synthesised once. */
export function synthOptions(environment: Readonly<Record<string, string>> = {}): SynthOptions {
  return {
    root: projectRoot,
    entry: 'amplify/backend.ts',
    tsconfig: 'amplify/tsconfig.json',
    sources: ['amplify', 'domain', 'package-lock.json'],
    environment: { ...localEnvironment, ...environment },
    context: {
      'amplify-backend-namespace': 'repaint',
      'amplify-backend-name': 'local',
      'amplify-backend-type': 'sandbox',
    },
    region: 'us-east-1',
    cacheDir: join(cacheDir ?? localDir, 'assemblies'),
  }
}

/** Starts the project's own backend on the sandbox, with the demo account in it. */
export async function startLocalBackend(options: LocalBackendOptions): Promise<Sandbox> {
  const stateDir = options.stateDir ?? join(localDir, 'state')
  return startSandbox({
    synth: synthOptions(options.environment),
    stateDir,
    reset: options.reset ?? false,
    port: options.port,
    origins: options.origins ?? [],
    users: [demoUser],
    ...(options.told && { variables: options.told }),
    bedrock: options.bedrock ?? {},
    secrets: options.secrets ?? {},
    log: options.log,
    ...(options.onApplied && { onApplied: options.onApplied }),
  })
}

/**
 * Writes what clients in local mode read; never over a deployment's `amplify_outputs.json`. The app
 * reloads when the file changes, so a file that says the same already is left alone.
 * @param outputs as `Sandbox.outputs` gives them
 */
export async function writeOutputs(outputs: Record<string, unknown>, path: string): Promise<void> {
  const text = JSON.stringify(outputs, null, 2)
  if ((await readFile(path, 'utf8').catch(() => '')) === text) return
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(`${path}.new`, text, { mode: 0o600 })
  await rename(`${path}.new`, path)
}
