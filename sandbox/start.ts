import { chmod, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createAppSync } from './appsync/service.ts'
import { evaluateAssembly } from './assembly/evaluate.ts'
import { clientOutputs } from './assembly/outputs.ts'
import type { Deployment } from './assembly/resource.ts'
import { type SynthOptions, synthesise } from './assembly/synthesise.ts'
import { openAssembly } from './assembly/template.ts'
import { type BedrockOptions, createBedrockRuntime } from './bedrock/service.ts'
import { createIdentityPools } from './cognito/identity/service.ts'
import { createUserPools } from './cognito/service.ts'
import { createDynamoDb } from './dynamodb/service.ts'
import { type Gateway, openGateway } from './gateway/server.ts'
import { createAuthorizer } from './iam/authorizer.ts'
import { createCredentialStore } from './iam/credentials.ts'
import { readRoles } from './iam/roles.ts'
import { startEventSources } from './lambda/event-sources.ts'
import { readFunctions } from './lambda/function-config.ts'
import { createFunctionLog } from './lambda/function-log.ts'
import { createFunctions } from './lambda/functions.ts'
import { startSchedules } from './lambda/schedules.ts'
import { createLambda } from './lambda/service.ts'
import type { Log } from './log.ts'
import { createOutbox, type Outbox } from './mail/outbox.ts'
import { createPages } from './pages.ts'
import { createS3 } from './s3/service.ts'
import { createSqs } from './sqs/service.ts'
import { createSsm } from './ssm/service.ts'
import { openState } from './state.ts'
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
  readonly bedrock: Omit<BedrockOptions, 'deployment' | 'authorizer' | 'log'>
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
  { state, gateway }: { state: Awaited<ReturnType<typeof openState>>; gateway: Gateway },
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

  const credentials = createCredentialStore({
    key: state.key,
    accountId,
    roles: readRoles(deployment),
  })
  const authorizer = createAuthorizer({ region, log })
  const shared = { deployment, authorizer, log }
  const mails = createOutbox({ deployment, log })
  const userPools = await createUserPools({ ...shared, mail: mails })
  const identityPools = createIdentityPools({ ...shared, credentials, tokens: userPools.tokens })
  const dynamodb = await createDynamoDb(shared)
  const sqs = createSqs(shared)
  const s3 = createS3({ ...shared, queues: sqs.queues })
  const bedrock = createBedrockRuntime({ ...shared, ...options.bedrock })
  const logs = createFunctionLog(join(state.dir, 'logs'))
  const functions = createFunctions({
    configs: readFunctions(deployment, assembly),
    credentials,
    region,
    endpoint,
    logs,
    log,
  })
  const appsync = createAppSync({
    ...shared,
    tokens: userPools.tokens,
    functions,
    dynamodb: dynamodb.caller,
    roleCaller: (roleArn) => credentials.callerOf(roleArn, 'APPSYNC_ASSUME_ROLE'),
  })
  const services = {
    appsync,
    bedrock,
    'cognito-identity': identityPools,
    'cognito-idp': userPools,
    dynamodb,
    lambda: createLambda({ functions, authorizer }),
    s3,
    sqs,
    ssm: createSsm({ deployment, authorizer }),
  }
  gateway.serve({ services, credentials, pages: createPages({ mails, logs }) })
  const stopPolling = startEventSources({ deployment, queues: sqs.queues, functions, log })
  const stopSchedules = startSchedules({ deployment, functions, log })
  for (const user of options.users) await userPools.ensureUser(user)

  const credentialsFile = join(state.dir, 'aws-credentials')
  await writeCredentials(credentialsFile, credentials.tools)
  return {
    endpoint,
    region,
    outputs: await clientOutputs(assembly, evaluated, endpoint),
    deployment,
    credentialsFile,
    mails,
    synth,
    async close() {
      stopSchedules()
      stopPolling()
      await gateway.close()
      functions.close()
      await logs.flush()
      // The tables close last: everything else may still write to them.
      for (const service of Object.values(services)) {
        if (service !== dynamodb) await service.close?.()
      }
      await dynamodb.close?.()
      await state.release()
    },
  }
}

async function writeCredentials(
  path: string,
  keys: { accessKeyId: string; secretAccessKey: string },
): Promise<void> {
  await rm(path, { force: true })
  await writeFile(
    path,
    `[default]\naws_access_key_id=${keys.accessKeyId}\naws_secret_access_key=${keys.secretAccessKey}\n`,
    { mode: 0o600 },
  )
  await chmod(path, 0o600)
}
