import { randomUUID } from 'node:crypto'
import { shortName } from '../assembly/short-name.ts'
import type { FaultSource } from '../faults/faults.ts'
import type { CredentialIssuer } from '../iam/caller.ts'
import { durationOf, type Log } from '../log.ts'
import type { Destinations } from './destinations.ts'
import { createEventRunner, type Invocation } from './event-runner.ts'
import { defaultEventSettings, type EventSettings } from './event-settings.ts'
import type { EventStore } from './event-store.ts'
import type { FunctionConfig } from './function-config.ts'
import type { FunctionLog } from './function-log.ts'
import { type FunctionInvoker, type InvocationResult, refused } from './invoker.ts'
import type { Metrics } from './metrics.ts'
import { createPool, type Pool, Throttled } from './pool.ts'
import { startWorker, type Worker } from './worker.ts'

const credentialSeconds = 3600
/** A line of a log is cut here, so that one print of a whole body cannot fill the disk. */
const maxLine = 4_000

/** The functions of one assembly, the issuer of their roles' credentials, and what becomes of events. */
export type FunctionSet = {
  readonly configs: readonly FunctionConfig[]
  readonly credentials: CredentialIssuer
  readonly eventSettings: (functionArn: string) => EventSettings
  readonly destinations: Destinations
}

export interface Functions extends FunctionInvoker {
  readonly configs: readonly FunctionConfig[]
  /** Invocations from now on run these; those that run already end as they began, as in AWS. */
  update(set: FunctionSet): void
  /** Goes on with the asynchronous events that an earlier run of the sandbox left. */
  resume(): void
  /** Ends every process; asynchronous events that have not ended run again after the next start. */
  close(): Promise<void>
}

/** A function that has no process fails in AWS's words: there is no room, or no role for one. */
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
    if (cause instanceof Throttled) {
      return refused('TooManyRequestsException', errorMessage, requestId)
    }
    return { kind: 'failed', errorType: 'AccessDeniedException', errorMessage, requestId }
  }
  const call = { service: 'lambda', operation: 'Invoke', name: pool.config.name } as const
  const fault = faults?.take(call, ['killFunction'])
  const death = fault && setTimeout(() => worker.kill(), fault.afterMs)
  const result = await worker.run(payload, requestId)
  clearTimeout(death)
  pool.release(worker)
  return result
}

type Surroundings = {
  readonly region: string
  readonly endpoint: string
  /** Where compiled code of functions is kept from one start to the next. */
  readonly compiledDir: string
  /** Values of variables, in place of the template's, for the functions that have them. */
  readonly variables?: Readonly<Record<string, string>>
  readonly logs: FunctionLog
  readonly metrics: Metrics
  /** Keeps asynchronous events; closed with the functions. */
  readonly events: EventStore
  readonly faults?: Pick<FaultSource, 'take'>
  readonly log: Log
}

function openPools({ configs, credentials }: FunctionSet, around: Surroundings): Pool[] {
  return withVariables(configs, around.variables).map((config) =>
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
        compiledDir: around.compiledDir,
        onLine: (line) => {
          around.metrics.collect(line)
          around.logs.append(config.name, line.slice(0, maxLine))
        },
      }),
    ),
  )
}

/** @throws Error for a variable that no function has */
function withVariables(
  configs: readonly FunctionConfig[],
  variables: Readonly<Record<string, string>> = {},
): readonly FunctionConfig[] {
  const unknown = Object.keys(variables).find((name) =>
    configs.every(({ environment }) => !(name in environment)),
  )
  if (unknown !== undefined) throw new Error(`No function has a variable ${unknown}.`)
  return configs.map((config) => {
    const own = Object.entries(config.environment)
    const environment = Object.fromEntries(
      own.map(([name, value]) => [name, variables[name] ?? value]),
    )
    return { ...config, environment }
  })
}

/** Runs an assembly's functions in child processes, each under its own role; none until `update`. */
export function createFunctions(options: Surroundings): Functions {
  const { events, log } = options
  let pools: Pool[] = []
  let current: FunctionSet | undefined
  /** Pools of earlier assemblies in which something still runs. */
  let retired: Pool[] = []
  const find = (name: string) =>
    pools.find(({ config }) => config.arn === name || config.name === name)

  async function run(invocation: Invocation): Promise<InvocationResult> {
    const { functionArn, requestId } = invocation
    const startedMs = Date.now()
    const pool = find(functionArn)
    if (!pool) {
      return refused('ResourceNotFoundException', `Function not found: ${functionArn}`, requestId)
    }
    const result = await runOn(pool, invocation, options.faults)
    const failed = result.kind === 'failed'
    const outcome = failed ? `: ${result.errorType}: ${result.errorMessage}`.slice(0, 300) : ''
    log({
      service: 'lambda',
      level: failed ? 'warning' : 'info',
      message: `${shortName(pool.config.name)} ${durationOf(startedMs)}${outcome}`,
    })
    return result
  }

  const queue = createEventRunner({
    events,
    log,
    run,
    isKnown: (arn) => find(arn) !== undefined,
    settingsOf: (arn) => current?.eventSettings(arn) ?? defaultEventSettings,
    destinations: {
      deliver: async (arn, delivery) =>
        (await current?.destinations.deliver(arn, delivery)) ?? false,
    },
  })

  return {
    get configs() {
      return pools.map(({ config }) => config)
    },
    update(set) {
      retired = [...retired, ...pools]
      for (const pool of pools) pool.retire()
      retired = retired.filter(({ isEmpty }) => !isEmpty)
      pools = openPools(set, options)
      current = set
    },
    async invoke(functionArn, payload, type) {
      const invocation = { functionArn, payload, requestId: randomUUID() }
      const isEvent = type === 'Event' && find(functionArn) !== undefined
      return isEvent ? await queue.add(invocation) : await run(invocation)
    },
    resume: () => queue.resume(),
    async close() {
      queue.stop()
      for (const pool of [...retired, ...pools]) pool.close()
      await events.close()
    },
  }
}
