import { join } from 'node:path'
import type { Deployment } from './assembly/resource.ts'
import { type SynthOptions, synthesise } from './assembly/synthesise.ts'
import type { BedrockOptions } from './bedrock/service.ts'
import { faultsToken } from './faults/endpoint.ts'
import type { Faults } from './faults/faults.ts'
import { openGateway } from './gateway/server.ts'
import type { StudiedAuthorizer } from './iam/caller.ts'
import { type HeldStatement, listStatements } from './iam/statements.ts'
import { startReload } from './live/reload.ts'
import type { Log } from './log.ts'
import type { Outbox } from './mail/outbox.ts'
import { createDeployer } from './run/deployer.ts'
import { createHost } from './run/host.ts'
import { prepare } from './run/prepare.ts'
import { createUnwinder, type Unwinder } from './run/unwinder.ts'
import type { Secrets } from './ssm/service.ts'
import { openState } from './state/state.ts'
import { writeStateFile } from './state/state-file.ts'

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
  /**
   * Variables of functions, as an owner would change them in Lambda: each function that the template
   * gives one of them has this value. Nothing is synthesised for that.
   */
  readonly variables?: Readonly<Record<string, string>>
  /** How the model server behaves, e.g. `{ engine: 'instant' }` for a bench. */
  readonly bedrock: Omit<BedrockOptions, 'deployment' | 'authorizer' | 'log' | 'faults'>
  /** Amplify's secrets by their names; what `secret()` would read from SSM. */
  readonly secrets?: Secrets
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
  const opened = createUnwinder()
  try {
    return await openSandbox(options, opened)
  } catch (cause) {
    await opened.unwind()
    throw cause
  }
}

async function openSandbox(options: SandboxOptions, opened: Unwinder): Promise<Sandbox> {
  const { log, onApplied, users } = options
  const state = await openState(options.stateDir, options)
  opened.add(state, () => state.release())
  const gateway = await openGateway(options)
  opened.add(gateway, () => gateway.close())
  const synth = await synthesise(options.synth)
  const { region, cacheDir } = options.synth
  const place = { region, endpoint: gateway.endpoint, stateDir: state.dir, key: state.key }
  const compiledDir = join(cacheDir, 'compiled')
  const { bedrock, variables, secrets = {} } = options
  const around = { compiledDir, bedrock, secrets, log, ...(variables && { variables }) }
  const host = await createHost({ ...place, ...around })
  opened.add(host, () => host.close())
  const deployer = createDeployer({ host, gateway, users })
  await deployer.deploy(await prepare(synth.dir, place))
  opened.add(deployer, () => deployer.close())
  const credentialsFile = join(state.dir, 'aws-credentials')
  await writeCredentials(credentialsFile, deployer.current.credentials.tools)
  await writeStateFile(join(state.dir, 'faults-token'), faultsToken(state.key))
  host.functions.resume()
  if (onApplied) {
    const prepareAt = (dir: string) => prepare(dir, place)
    const source = { synth: options.synth, deployer, prepare: prepareAt, onApplied, log }
    opened.add(await startReload(source), (stop) => stop())
  }
  opened.add(host.faults, (faults) => faults.close())
  return {
    endpoint: place.endpoint,
    region,
    get outputs() {
      return deployer.current.outputs
    },
    get deployment() {
      return deployer.current.deployment
    },
    credentialsFile,
    mails: host.mails,
    faults: host.faults,
    permissions: {
      ...host.authorizer,
      get statements() {
        const { deployment, roles } = deployer.current
        return listStatements(deployment, roles)
      },
    },
    runSchedules: () => deployer.runSchedules(),
    synth,
    close: () => opened.unwind(),
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
