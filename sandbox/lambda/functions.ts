import { randomUUID } from 'node:crypto'
import type { FaultSource } from '../faults/faults.ts'
import type { CredentialIssuer } from '../iam/caller.ts'
import type { Log } from '../log.ts'
import { createEventRunner, type Invocation } from './event-runner.ts'
import type { EventStore } from './event-store.ts'
import type { FunctionConfig } from './function-config.ts'
import type { FunctionLog } from './function-log.ts'
import type { FunctionInvoker, InvocationResult } from './invoker.ts'
import { createPool, type Pool } from './pool.ts'
import { startWorker, type Worker } from './worker.ts'

const credentialSeconds = 3600

export interface Functions extends FunctionInvoker {
  readonly configs: readonly FunctionConfig[]
  /** Goes on with the asynchronous events that an earlier run of the sandbox left. */
  resume(): void
  /** Ends every process; asynchronous events that have not ended run again after the next start. */
  close(): Promise<void>
}

/** A function that no process can be found for has failed like any other, in AWS's words. */
async function runOn(
  pool: Pool,
  { payload, requestId }: Invocation,
  faults: Pick<FaultSource, 'take'> | undefined,
): Promise<InvocationResult> {
  let worker: Worker
  try {
    worker = await pool.acquire()
  } catch (cause) {
    const errorMessage = cause instanceof Error ? cause.message : String(cause)
    return { kind: 'failed', errorType: 'TooManyRequestsException', errorMessage, requestId }
  }
  const call = { service: 'lambda', operation: 'Invoke', name: pool.config.name } as const
  const fault = faults?.take(call, ['killFunction'])
  const death = fault && setTimeout(() => worker.kill(), fault.afterMs)
  const result = await worker.run(payload, requestId)
  clearTimeout(death)
  pool.release(worker)
  return result
}

/** Runs the assembly's functions in child processes, each under its own role. */
export function createFunctions(options: {
  configs: readonly FunctionConfig[]
  credentials: CredentialIssuer
  region: string
  endpoint: string
  logs: FunctionLog
  /** Keeps asynchronous events; closed with the functions. */
  events: EventStore
  faults?: Pick<FaultSource, 'take'>
  log: Log
}): Functions {
  const { events, log } = options
  const pools = options.configs.map((config) =>
    createPool(config, () =>
      startWorker({
        config,
        credentials: options.credentials.issue({
          roleArn: config.roleArn,
          sessionName: config.name,
          durationSeconds: credentialSeconds,
        }),
        region: options.region,
        endpoint: options.endpoint,
        onLine: (line) => options.logs.append(config.name, line),
      }),
    ),
  )
  const byName = new Map(
    pools.flatMap((pool) => [
      [pool.config.arn, pool],
      [pool.config.name, pool],
    ]),
  )

  async function run(invocation: Invocation): Promise<InvocationResult> {
    const { functionArn, requestId } = invocation
    const startedMs = Date.now()
    const pool = byName.get(functionArn)
    if (!pool) {
      const errorMessage = `Function not found: ${functionArn}`
      return { kind: 'failed', errorType: 'ResourceNotFoundException', errorMessage, requestId }
    }
    const result = await runOn(pool, invocation, options.faults)
    const failed = result.kind === 'failed'
    const outcome = failed ? `${result.errorType}: ${result.errorMessage}`.slice(0, 300) : 'ok'
    log({
      service: 'lambda',
      level: failed ? 'warning' : 'info',
      message: `${pool.config.name} ${Date.now() - startedMs} ms ${outcome}`,
    })
    return result
  }

  const queue = createEventRunner({ events, log, run, isKnown: (arn) => byName.has(arn) })

  return {
    configs: options.configs,
    async invoke(functionArn, payload, type) {
      const invocation = { functionArn, payload, requestId: randomUUID() }
      const isEvent = type === 'Event' && byName.has(functionArn)
      return isEvent ? await queue.add(invocation) : await run(invocation)
    },
    resume: () => queue.resume(),
    async close() {
      queue.stop()
      for (const pool of pools) pool.close()
      await events.close()
    },
  }
}
