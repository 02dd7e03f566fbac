import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '../../sandbox/connect.ts'
import type { Sandbox } from '../../sandbox/start.ts'
import { startLocalBackend } from '../../scripts/local-backend.ts'
import { environmentOf } from '../../scripts/options.ts'
import { type Address, outputsSchema } from './address.ts'
import { imagesKey, imagesKeyName, ownModels, withoutPace } from './settings.ts'
import { readToolsKeys } from './tools-keys.ts'

/** The one browser origin that may call the backend under test. */
export const ownOrigin = 'http://localhost:5173'

/** Long enough for a synthesis on a busy machine; a cached one starts in seconds. */
export const startMs = 300_000
/** Long enough for a job on a busy machine. */
export const jobMs = 90_000

/** A fault by which every call of a model waits until the faults are cleared. */
export const waitingModel = {
  service: 'bedrock',
  effect: { kind: 'delay', ms: jobMs },
} as const

/** The whole backend on a free port, with a state of its own. */
export type Backend = Address & {
  readonly sandbox: Sandbox
  readonly stateDir: string
  /** Of the accounts of this suite: others that share the backend have people of the same names. */
  readonly mailDomain: string
  readonly tools: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** What the terminal would show of refusals so far, one line each. */
  readonly refusals: readonly string[]
  /** How many calls the model server has charged so far. */
  modelCalls(): number
  close(): Promise<void>
}

/** Of a deployment, by their names. */
type Settings = Readonly<Record<string, string>>

const shared = new Map<Settings, Promise<Backend>>()
let suites = 0

/**
 * The backend for a suite that needs no empty tables: one a process for each settings, which ends with
 * it. Points aws-amplify of this process at it.
 */
export async function shareBackend(told: Settings = withoutPace): Promise<Backend> {
  const running = shared.get(told) ?? startBackend({ told })
  shared.set(told, running)
  const backend = await running
  await connect(backend.outputs)
  // A suite that failed may have left some.
  backend.sandbox.faults.clear()
  suites += 1
  return { ...backend, mailDomain: `suite-${suites}.example.com`, close: async () => undefined }
}

/**
 * Starts the backend that `amplify/` defines, and points aws-amplify of this process at it.
 * @param of settings of which a synthesis is made, settings that functions are told, which models the
 *   model server has no more, and what is to happen when it has charged a call, before it answers
 */
export async function startBackend(
  of: {
    set?: Settings
    told?: Settings
    retiredFrom?: Record<string, number>
    onCharged?: () => void
  } = {},
): Promise<Backend> {
  const stateDir = await mkdtemp(join(tmpdir(), 'repaint-backend-'))
  let calls = 0
  const refusals: string[] = []
  const sandbox = await startLocalBackend({
    port: 0,
    origins: [ownOrigin],
    stateDir,
    environment: environmentOf({ ...ownModels, ...of.set }),
    told: { ...withoutPace, ...of.told },
    secrets: { [imagesKeyName]: imagesKey },
    bedrock: {
      engine: 'instant',
      requestsPerMinute: 10_000,
      retiredFrom: of.retiredFrom ?? {},
      calls: {
        note() {
          calls += 1
          of.onCharged?.()
        },
      },
    },
    log: ({ level, message }) => void (level === 'refusal' && refusals.push(message)),
  })
  const outputs = outputsSchema.parse(sandbox.outputs)
  await connect(outputs)
  return {
    sandbox,
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    outputs,
    stateDir,
    mailDomain: 'example.com',
    tools: await readToolsKeys(sandbox.credentialsFile),
    refusals,
    modelCalls: () => calls,
    async close() {
      await sandbox.close()
      await rm(stateDir, { recursive: true, force: true })
    },
  }
}

/**
 * Looks until there is something to see, ever less often: a look costs what is waited for its
 * processor.
 * @throws Error naming `what` after `maxMs`
 */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | undefined>,
  maxMs = jobMs,
): Promise<T> {
  const startedMs = Date.now()
  for (let waitedMs = 0; waitedMs < maxMs; waitedMs = Date.now() - startedMs) {
    const seen = await look()
    if (seen !== undefined) return seen
    await pause(Math.min(50 + waitedMs / 4, 500))
  }
  throw new Error(`Waited ${maxMs / 1_000} s in vain for ${what}.`)
}

/** The physical ids of the deployment's resources of one CloudFormation type. */
export function deployed({ sandbox }: Backend, type: string): string[] {
  return sandbox.deployment.resources
    .filter((each) => each.type === type)
    .map(({ physicalId }) => physicalId)
}
