import { randomUUID } from 'node:crypto'
import { shortName } from '../assembly/short-name.ts'
import type { CredentialIssuer } from '../iam/caller.ts'
import { durationOf, type Log } from '../log.ts'
import type { FunctionConfig } from './function-config.ts'
import type { FunctionLog } from './function-log.ts'
import type { FunctionInvoker, InvocationResult } from './invoker.ts'
import type { Metrics } from './metrics.ts'
import { createPool, type Pool } from './pool.ts'
import { startWorker, type Worker } from './worker.ts'

const credentialSeconds = 3600
/** A line of a log is cut here, so that one print of a whole body cannot fill the disk. */
const longestLine = 4_000
/** Lambda's default: two retries of an asynchronous event, one minute and two minutes later. */
const asyncRetryDelaysMs = [60_000, 120_000]
/** Asynchronous events that may wait for a retry. */
const mostRetries = 1_000

/** The functions of one assembly, and the issuer of their roles' credentials. */
export type FunctionSet = {
  readonly configs: readonly FunctionConfig[]
  readonly credentials: CredentialIssuer
}

export interface Functions extends FunctionInvoker {
  readonly configs: readonly FunctionConfig[]
  /** Invocations from now on run these; those that run already end as they began, as in AWS. */
  update(set: FunctionSet): void
  close(): void
}

/** A function that no process can be found for has failed like any other, in AWS's words. */
async function runOn(pool: Pool, payload: unknown, requestId: string): Promise<InvocationResult> {
  let worker: Worker
  try {
    worker = await pool.acquire()
  } catch (cause) {
    const errorMessage = cause instanceof Error ? cause.message : String(cause)
    return { kind: 'failed', errorType: 'TooManyRequestsException', errorMessage, requestId }
  }
  const result = await worker.run(payload, requestId)
  pool.release(worker)
  return result
}

type Event = {
  readonly functionArn: string
  readonly payload: unknown
  readonly requestId: string
}

type Surroundings = {
  readonly region: string
  readonly endpoint: string
  readonly logs: FunctionLog
  readonly metrics: Metrics
  readonly log: Log
}

function openPools({ configs, credentials }: FunctionSet, around: Surroundings): Pool[] {
  return configs.map((config) =>
    createPool(config, () =>
      startWorker({
        config,
        credentials: credentials.issue({
          roleArn: config.roleArn,
          sessionName: config.name,
          durationSeconds: credentialSeconds,
        }),
        region: around.region,
        endpoint: around.endpoint,
        onLine: (line) => {
          around.metrics.collect(line)
          around.logs.append(config.name, line.slice(0, longestLine))
        },
      }),
    ),
  )
}

/** Runs an assembly's functions in child processes, each under its own role; none until `update`. */
export function createFunctions(options: Surroundings): Functions {
  let pools: Pool[] = []
  /** Pools of earlier assemblies in which something still runs. */
  let retired: Pool[] = []
  const retries = new Set<NodeJS.Timeout>()
  const find = (name: string) =>
    pools.find(({ config }) => config.arn === name || config.name === name)

  async function run({ functionArn, payload, requestId }: Event): Promise<InvocationResult> {
    const startedMs = Date.now()
    const pool = find(functionArn)
    if (!pool) {
      const errorMessage = `Function not found: ${functionArn}`
      return { kind: 'failed', errorType: 'ResourceNotFoundException', errorMessage, requestId }
    }
    const result = await runOn(pool, payload, requestId)
    const failed = result.kind === 'failed'
    const outcome = failed ? `: ${result.errorType}: ${result.errorMessage}`.slice(0, 300) : ''
    options.log({
      service: 'lambda',
      level: failed ? 'warning' : 'info',
      message: `${shortName(pool.config.name)} ${durationOf(startedMs)}${outcome}`,
    })
    return result
  }

  /** An asynchronous event: tried again as Lambda does, with one request id throughout. */
  async function runLater(event: Event, tries: number): Promise<void> {
    const result = await run(event)
    const delayMs = asyncRetryDelaysMs[tries]
    if (result.kind === 'returned' || delayMs === undefined || retries.size >= mostRetries) return
    const timer = setTimeout(() => {
      retries.delete(timer)
      void runLater(event, tries + 1)
    }, delayMs)
    retries.add(timer)
  }

  return {
    get configs() {
      return pools.map(({ config }) => config)
    },
    update(set) {
      retired = [...retired, ...pools]
      for (const pool of pools) pool.retire()
      retired = retired.filter(({ isEmpty }) => !isEmpty)
      pools = openPools(set, options)
    },
    async invoke(functionArn, payload, type) {
      const requestId = randomUUID()
      const event = { functionArn, payload, requestId }
      if (type === 'RequestResponse' || !find(functionArn)) return run(event)
      void runLater(event, 0)
      return { kind: 'returned', payload: null, requestId }
    },
    close() {
      for (const timer of retries) clearTimeout(timer)
      for (const pool of [...retired, ...pools]) pool.close()
    },
  }
}
