import { join } from 'node:path'
import type { Sandbox } from '../sandbox/start.ts'
import { type BackendFacts, backendFactsSchema } from './backend-process.ts'
import { demoUser } from './demo-user.ts'
import { imagesEnvironment } from './images-option.ts'
import { startLocalBackend, writeOutputs } from './local-backend.ts'
import { environmentOf, readOptions, readSettings, secretsOf } from './options.ts'
import { localDir } from './paths.ts'
import { runCommand, terminalLog } from './terminal.ts'

/** Beside the app's own default port, 5173. */
const defaultPort = 5174

/** No model is waited for: neither its work nor its quota. */
const instantModel = { engine: 'instant', requestsPerMinute: 100_000 } as const

function describe(sandbox: Sandbox, outputsPath: string): BackendFacts {
  const { auth, data, storage } = sandbox.outputs as Record<string, Record<string, unknown>>
  return backendFactsSchema.parse({
    endpoint: sandbox.endpoint,
    region: sandbox.region,
    graphqlUrl: data?.['url'],
    userPoolId: auth?.['user_pool_id'],
    userPoolClientId: auth?.['user_pool_client_id'],
    identityPoolId: auth?.['identity_pool_id'],
    bucket: storage?.['bucket_name'],
    inboxUrl: `${sandbox.endpoint}/_sandbox/inbox`,
    outputsFile: outputsPath,
    demo: demoUser,
    credentialsFile: sandbox.credentialsFile,
    synthesised: sandbox.synth.fresh,
  })
}

async function main(): Promise<Sandbox> {
  const options = readOptions(process.argv.slice(2))
  const outputsPath = join(options.state ?? localDir, 'outputs.json')
  const sandbox = await startLocalBackend({
    port: options.port ?? defaultPort,
    origins: options.origin,
    reset: options.reset,
    log: terminalLog(options.verbose),
    environment: {
      ...imagesEnvironment(options.images),
      ...environmentOf(readSettings(options.set)),
    },
    secrets: secretsOf(options, process.env),
    told: readSettings(options.tell),
    bedrock: options.engine === 'instant' ? instantModel : {},
    onApplied: (outputs) => writeOutputs(outputs, outputsPath),
    ...(options.state === undefined ? {} : { stateDir: options.state }),
  })
  await writeOutputs(sandbox.outputs, outputsPath)
  const facts = describe(sandbox, outputsPath)
  if (options.json) process.stdout.write(`${JSON.stringify(facts)}\n`)
  else
    for (const [name, value] of Object.entries(facts)) {
      process.stdout.write(
        `${name.padEnd(18)} ${typeof value === 'string' ? value : JSON.stringify(value)}\n`,
      )
    }
  return sandbox
}

runCommand(main)
