import { join } from 'node:path'
import { evaluateAssembly } from './assembly/evaluate.ts'
import { clientOutputs } from './assembly/outputs.ts'
import type { Deployment } from './assembly/resource.ts'
import { type SynthOptions, synthesise } from './assembly/synthesise.ts'
import { openAssembly } from './assembly/template.ts'
import type { BedrockOptions } from './bedrock/service.ts'
import { writeStateFile } from './cognito/state-file.ts'
import { createFaultsEndpoint, faultsToken } from './faults/endpoint.ts'
import { createFaults, type Faults } from './faults/faults.ts'
import { type Gateway, openGateway } from './gateway/server.ts'
import type { StudiedAuthorizer } from './iam/caller.ts'
import { createCredentialStore } from './iam/credentials.ts'
import { readRoles } from './iam/roles.ts'
import { type HeldStatement, listStatements } from './iam/statements.ts'
import type { Log } from './log.ts'
import type { Outbox } from './mail/outbox.ts'
import { createPages } from './pages.ts'
import { startServices } from './services.ts'
import { openState, type State } from './state.ts'
import { unsupportedResources } from './unsupported.ts'

/** The account that every ARN names; it cannot be a real one. */
const accountId = '000000000000'

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
}

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
  const { log } = options
  const { region } = options.synth
  const synth = await synthesise(options.synth)
  const assembly = openAssembly(synth.dir)
  const { endpoint } = gateway
  const place = { region, accountId, endpoint, stackName: assembly.stackName }
  const evaluated = evaluateAssembly(assembly, place)
  const deployment: Deployment = {
    region,
    accountId,
    endpoint,
    resources: evaluated.resources,
    assemblyDir: assembly.dir,
    stateDir: state.dir,
  }
  for (const message of unsupportedResources(deployment)) {
    log({ service: 'assembly', level: 'warning', message })
  }
  const roles = readRoles(deployment)
  const credentials = createCredentialStore({ key: state.key, accountId, roles })
  const faults = createFaults()
  const running = await startServices({
    ...options,
    deployment,
    assembly,
    credentials,
    roles,
    faults,
  })
  const { services, mails, logs, authorizer } = running
  const token = faultsToken(state.key)
  await writeStateFile(join(state.dir, 'faults-token'), token)
  const orders = createFaultsEndpoint({ faults, token, endpoint })
  const pages = createPages({ mails, logs, faults: orders })
  gateway.serve({ services, credentials, pages, faults })
  for (const user of options.users) await services['cognito-idp'].ensureUser(user)

  const credentialsFile = join(state.dir, 'aws-credentials')
  await writeCredentials(credentialsFile, credentials.tools)
  return {
    endpoint,
    region,
    outputs: await clientOutputs(assembly, evaluated, endpoint),
    deployment,
    credentialsFile,
    mails,
    faults,
    permissions: { ...authorizer, statements: listStatements(deployment, roles) },
    runSchedules: () => running.schedules.runNow(),
    synth,
    async close() {
      faults.close()
      await running.stop(() => gateway.close())
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
