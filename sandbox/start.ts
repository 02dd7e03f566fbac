import { join } from 'node:path'
import type { Deployment } from './assembly/resource.ts'
import { type Synthesised, type SynthOptions, synthesise } from './assembly/synthesise.ts'
import type { BedrockOptions } from './bedrock/service.ts'
import { prepare } from './deploy.ts'
import { faultsToken } from './faults/endpoint.ts'
import type { Faults } from './faults/faults.ts'
import { type Gateway, openGateway } from './gateway/server.ts'
import { createGround, type Ground } from './ground.ts'
import type { StudiedAuthorizer } from './iam/caller.ts'
import { type HeldStatement, listStatements } from './iam/statements.ts'
import { startReload } from './live/reload.ts'
import type { Log } from './log.ts'
import type { Outbox } from './mail/outbox.ts'
import { createStage } from './stage.ts'
import { openState, type State } from './state.ts'
import { writeStateFile } from './state-file.ts'

export type SandboxOptions = {
  readonly synth: SynthOptions
  readonly stateDir: string
  /** Clears the state first: accounts, objects, tables, queues. */
  readonly reset: boolean
  /** 0 for any free port. */
  readonly port: number
  /** Browser origins that may call the services, e.g. `http://localhost:5173`. */
  readonly origins: readonly string[]
  /** Accounts that exist from the start, already confirmed. */
  readonly users: readonly { readonly email: string; readonly password: string }[]
  /** How the model server behaves, e.g. `{ engine: 'instant' }` for a bench. */
  readonly bedrock: Omit<BedrockOptions, 'deployment' | 'authorizer' | 'log' | 'faults'>
  readonly log: Log
  /**
   * When it is given, a change of the sources is applied while the sandbox runs, and this is called
   * with the new outputs.
   */
  readonly onApplied?: (outputs: Record<string, unknown>) => Promise<void>
}

/** What a running sandbox says of itself; `outputs` and `deployment` are those of the last change. */
export interface Sandbox {
  readonly endpoint: string
  readonly region: string
  /** `amplify_outputs.json` for this sandbox; `connect.ts` takes it. */
  readonly outputs: Record<string, unknown>
  readonly deployment: Deployment
  /** An AWS credentials file whose default profile may do everything. */
  readonly credentialsFile: string
  readonly mails: Outbox
  /** Failures to order from any service; also at `/_sandbox/faults`. */
  readonly faults: Faults
  /** Every statement of the policies, and which of them decides what. */
  readonly permissions: Pick<StudiedAuthorizer, 'watch' | 'without'> & {
    readonly statements: readonly HeldStatement[]
  }
  /** Starts every function that is scheduled, now instead of when its time comes. */
  runSchedules(): void
  readonly synth: { readonly fresh: boolean; readonly durationMs: number }
  close(): Promise<void>
}

/**
 * Synthesises an Amplify Gen 2 backend and runs it on this machine: the assembly's own schema,
 * resolvers, functions, tables, queues and policies behind AWS's wire protocols.
 * @throws Error when the backend does not synthesise, the port is taken or the state is in use
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const state = await openState(options.stateDir, options)
  try {
    const gateway = await openGateway(options)
    try {
      return await assemble(options, { state, gateway })
    } catch (cause) {
      await gateway.close()
      throw cause
    }
  } catch (cause) {
    await state.release()
    throw cause
  }
}

async function assemble(
  options: SandboxOptions,
  { state, gateway }: { state: State; gateway: Gateway },
): Promise<Sandbox> {
  const synth = await synthesise(options.synth)
  const { region } = options.synth
  const place = { region, endpoint: gateway.endpoint, stateDir: state.dir, key: state.key }
  const ground = await createGround({ ...place, bedrock: options.bedrock, log: options.log })
  try {
    return await serve(options, { state, gateway, ground, place, synth })
  } catch (cause) {
    await ground.close()
    throw cause
  }
}

async function serve(
  options: SandboxOptions,
  on: {
    state: State
    gateway: Gateway
    ground: Ground
    place: Parameters<typeof prepare>[1]
    synth: Synthesised
  },
): Promise<Sandbox> {
  const { state, gateway, ground, place, synth } = on
  const { log, onApplied } = options
  const stage = createStage({ ground, gateway, users: options.users })
  await stage.show(await prepare(synth.dir, place))
  const credentialsFile = join(state.dir, 'aws-credentials')
  await writeCredentials(credentialsFile, stage.current.credentials.tools)
  await writeStateFile(join(state.dir, 'faults-token'), faultsToken(state.key))
  ground.functions.resume()
  const stopReload =
    onApplied &&
    (await startReload({
      synth: options.synth,
      stage,
      prepare: (dir) => prepare(dir, place),
      onApplied,
      log,
    }))
  return {
    endpoint: place.endpoint,
    region: place.region,
    get outputs() {
      return stage.current.outputs
    },
    get deployment() {
      return stage.current.deployment
    },
    credentialsFile,
    mails: ground.mails,
    faults: ground.faults,
    permissions: {
      ...ground.authorizer,
      get statements() {
        const { deployment, roles } = stage.current
        return listStatements(deployment, roles)
      },
    },
    runSchedules: () => stage.runSchedules(),
    synth,
    async close() {
      ground.faults.close()
      await stopReload?.()
      await stage.close()
      await ground.close()
      await state.release()
    },
  }
}

async function writeCredentials(
  path: string,
  keys: { accessKeyId: string; secretAccessKey: string },
): Promise<void> {
  const { accessKeyId, secretAccessKey } = keys
  await writeStateFile(
    path,
    `[default]\naws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\n`,
  )
}
