import { type ChildProcess, fork } from 'node:child_process'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import type { Credentials } from '../iam/caller.ts'
import type { FunctionConfig } from './function-config.ts'
import type { InvocationResult } from './invoker.ts'
import { watchMemory } from './watch-memory.ts'

const bootstrap = fileURLToPath(new URL('bootstrap.mjs', import.meta.url))

/** What `import-compiled.mjs` needs; its warning would be in every log. */
const compiling = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']

/** AWS gives the initialisation ten seconds; what is left of it counts as part of the invocation. */
const maxStartMs = 10_000

const replySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('returned'), payload: z.unknown() }),
  z.object({
    kind: z.literal('failed'),
    errorType: z.string(),
    errorMessage: z.string(),
    stack: z.string(),
  }),
])

/** One warm process of a function; it runs one invocation at a time. */
export interface Worker {
  /** Credentials of this process end then; it must not be used afterwards. */
  readonly expiresAtMs: number
  readonly alive: boolean
  /** Settles when its code is loaded, when it has ended, or after the time that AWS gives a start. */
  readonly started: Promise<void>
  run(payload: unknown, requestId: string): Promise<InvocationResult>
  kill(): void
}

/**
 * Starts a process for a function under its role's credentials, with nothing of our own environment.
 * @param options.onLine called with each line that the function prints
 */
export function startWorker(options: {
  config: FunctionConfig
  credentials: Credentials
  region: string
  endpoint: string
  /** Where compiled code is kept. A folder of code is named for what is in it. */
  compiledDir: string
  onLine: (line: string) => void
}): Worker {
  const { config, credentials, compiledDir } = options
  const child = fork(bootstrap, [join(compiledDir, basename(config.codeDir))], {
    cwd: config.codeDir,
    env: environmentOf(options),
    // Old space is the heap; the rest of the function's memory is buffers and native code, watched below.
    execArgv: [
      ...compiling,
      `--max-old-space-size=${Math.max(64, Math.floor(config.memoryMb * 0.8))}`,
    ],
    silent: true,
    serialization: 'json',
  })
  const started = untilStarted(child)
  eachLine(child, options.onLine)
  let alive = true
  child.once('exit', () => {
    alive = false
  })
  // A process that cannot start or be reached fails its invocation, never the whole sandbox.
  child.on('error', (cause) => {
    alive = false
    options.onLine(`The process failed: ${cause.message}`)
  })
  /** At once: a process that is about to die must not be given the next invocation. */
  const kill = (): void => {
    alive = false
    child.kill('SIGKILL')
  }
  return {
    expiresAtMs: credentials.expiresAtMs,
    get alive() {
      return alive && child.connected
    },
    started,
    run: (payload, requestId) => runOnce({ child, kill }, options, { payload, requestId }),
    kill,
  }
}

/** The first message of a process says that its code is loaded. */
function untilStarted(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, maxStartMs).unref()
    const settle = () => {
      clearTimeout(timer)
      resolve()
    }
    child.once('message', settle)
    child.once('exit', settle)
    child.once('error', settle)
  })
}

function runOnce(
  { child, kill }: { child: ChildProcess; kill: () => void },
  { config, onLine }: { config: FunctionConfig; onLine: (line: string) => void },
  invocation: { payload: unknown; requestId: string },
): Promise<InvocationResult> {
  const { requestId } = invocation
  return new Promise((resolve) => {
    const settle = (result: InvocationResult) => {
      clearTimeout(timer)
      stopWatching()
      child.off('message', onMessage)
      child.off('exit', onExit)
      child.off('error', onExit)
      resolve(result)
    }
    const fail = (errorType: string, errorMessage: string) =>
      settle({ kind: 'failed', errorType, errorMessage, requestId })
    const onMessage = (message: unknown) => {
      const reply = replySchema.parse(message)
      if (reply.kind === 'returned') settle({ kind: 'returned', payload: reply.payload, requestId })
      if (reply.kind !== 'failed') return
      for (const line of reply.stack.split('\n')) onLine(line)
      fail(reply.errorType, reply.errorMessage)
    }
    const onExit = () =>
      fail(
        'Runtime.ExitError',
        `RequestId: ${requestId} Error: Runtime exited without providing a reason`,
      )
    const timer = setTimeout(() => {
      fail(
        'Sandbox.Timedout',
        `RequestId: ${requestId} Error: Task timed out after ${(config.timeoutMs / 1000).toFixed(2)} seconds`,
      )
      kill()
    }, config.timeoutMs)
    const stopWatching = watchMemory(child.pid, config.memoryMb * 1_048_576, () => {
      fail(
        'Runtime.OutOfMemory',
        `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
      )
      kill()
    })
    child.on('message', onMessage)
    child.once('exit', onExit)
    child.once('error', onExit)
    // It may have ended while it started.
    if (!child.connected) return onExit()
    const deadlineMs = Date.now() + config.timeoutMs
    child.send({ ...invocation, functionArn: config.arn, deadlineMs }, (cause) => {
      if (cause) fail('Runtime.ExitError', cause.message)
    })
  })
}

function environmentOf(options: {
  config: FunctionConfig
  credentials: Credentials
  region: string
  endpoint: string
}): Record<string, string> {
  const { config, credentials, region, endpoint } = options
  return {
    PATH: process.env['PATH'] ?? '',
    TZ: ':UTC',
    // The process stands for Lambda's Node; a notice about this machine's would be in every log.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...config.environment,
    _HANDLER: config.handler,
    LAMBDA_TASK_ROOT: config.codeDir,
    AWS_LAMBDA_FUNCTION_NAME: config.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${config.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'sandbox',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  }
}

/** What a line is read to; a metric of CloudWatch's embedded format may be long. */
const maxLine = 64_000

function eachLine(child: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = (lines.pop() ?? '').slice(0, maxLine)
      for (const line of lines) onLine(line.slice(0, maxLine))
    })
  }
}
