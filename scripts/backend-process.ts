import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import * as z from 'zod'
import { projectRoot } from './paths.ts'

/** What a tool needs to know to use the backend: the line that `npm run backend -- --json` prints. */
export const backendFactsSchema = z.object({
  endpoint: z.string(),
  region: z.string(),
  graphqlUrl: z.string(),
  userPoolId: z.string(),
  userPoolClientId: z.string(),
  identityPoolId: z.string(),
  bucket: z.string(),
  inboxUrl: z.string(),
  /** Path of the client configuration that `connect` takes. */
  outputsFile: z.string(),
  demo: z.object({ email: z.string(), password: z.string() }),
  /** Path of an AWS credentials file whose default profile may do everything. */
  credentialsFile: z.string(),
  /** Whether the backend was synthesised for this start, not found in the cache. */
  synthesised: z.boolean(),
})
export type BackendFacts = z.infer<typeof backendFactsSchema>

export interface BackendProcess {
  readonly pid: number
  /** Settles when the backend answers, fails when it does not start. */
  readonly ready: Promise<BackendFacts>
  /** The exit code, once it has ended; what it had to say is on stderr. */
  readonly ended: Promise<number>
  /** Stops it in good order. */
  stop(): Promise<void>
  /** Ends it at once, as a crash would; resolves when it is gone. */
  kill(): Promise<void>
}

/**
 * Starts the offline backend in a process of its own, which also ends when this one does.
 * @param args flags of `npm run backend`, e.g. `['--port', '5174']`
 * @param log an open file for what it has to say; without it, this process's stderr
 * @param environment variables that it has besides this process's
 */
export function spawnBackend(
  args: readonly string[],
  log?: number,
  environment: Readonly<Record<string, string>> = {},
): BackendProcess {
  const child = spawn(process.execPath, ['scripts/run.mjs', 'backend', '--json', ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...environment },
    // The channel tells it when its parent is gone. Ctrl-C in the terminal goes to the parent
    // alone, which then stops it.
    stdio: ['ignore', 'pipe', log ?? 'inherit', 'ipc'],
    detached: true,
  })
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1))
  })
  const ready = facts(child, ended)
  // Who waits for neither must not be ended by a rejection that nobody handles.
  ready.catch(() => undefined)
  return {
    pid: child.pid ?? Number.NaN,
    ready,
    ended,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function facts(child: ChildProcess, ended: Promise<number>): Promise<BackendFacts> {
  if (!child.stdout) throw new Error('The backend has no output.')
  const lines = createInterface({ input: child.stdout })
  const line = await Promise.race([
    new Promise<string>((resolve) => lines.once('line', resolve)),
    ended.then((code) => {
      throw new Error(`The backend did not start (exit code ${code}).`)
    }),
  ])
  return backendFactsSchema.parse(JSON.parse(line))
}
