import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { createCallLog } from '../bedrock/call-log.ts'
import { type BedrockOptions, createBedrockRuntime } from '../bedrock/service.ts'
import { createFaultsEndpoint, faultsToken } from '../faults/endpoint.ts'
import { createFaults } from '../faults/faults.ts'
import { createAuthorizer } from '../iam/authorizer.ts'
import { openEventStore } from '../lambda/event-store.ts'
import { createFunctionLog } from '../lambda/function-log.ts'
import { createFunctions } from '../lambda/functions.ts'
import { createMetrics } from '../lambda/metrics.ts'
import { keepRecent, type Log } from '../log.ts'
import { createOutbox } from '../mail/outbox.ts'
import { createQueueRelay } from '../sqs/queue-relay.ts'
import type { Secrets } from '../ssm/service.ts'

/** What lasts as long as the sandbox, whichever template it runs. */
export type Host = Awaited<ReturnType<typeof createHost>>

/** Makes what the services of every template share. It has no functions until it is given some. */
export async function createHost(options: {
  region: string
  endpoint: string
  stateDir: string
  /** Where compiled code of functions is kept from one start to the next. */
  compiledDir: string
  variables?: Readonly<Record<string, string>>
  /** The installation's. */
  key: Buffer
  bedrock: Omit<BedrockOptions, 'deployment' | 'authorizer' | 'log' | 'faults'>
  secrets: Secrets
  log: Log
}) {
  const { region, endpoint, stateDir, compiledDir } = options
  const events = keepRecent(options.log)
  const { log } = events
  const metrics = createMetrics()
  const authorizer = createAuthorizer({ region, log })
  const mails = createOutbox({ deployment: { stateDir }, log })
  const logs = createFunctionLog(join(stateDir, 'logs'))
  const faults = createFaults()
  const functions = createFunctions({
    region,
    endpoint,
    compiledDir,
    ...(options.variables && { variables: options.variables }),
    logs,
    metrics,
    events: await openEventStore(join(stateDir, 'async-events.journal')),
    faults,
    log,
  })
  const bedrock = createBedrockRuntime({
    calls: createCallLog(join(stateDir, 'logs', 'model-calls.jsonl')),
    ...options.bedrock,
    deployment: { region },
    authorizer,
    faults,
    log,
  })
  return {
    authorizer,
    faults,
    mails,
    logs,
    metrics,
    events,
    /** A form of the developer's pages carries it; others cannot know it. */
    pageToken: createHmac('sha256', options.key).update('pages').digest('base64url'),
    functions,
    relay: createQueueRelay(),
    bedrock,
    secrets: options.secrets,
    faultsEndpoint: createFaultsEndpoint({ faults, token: faultsToken(options.key), endpoint }),
    log,
    /** Stops the functions and the model server; what the functions printed is on the disk. */
    async close(): Promise<void> {
      await functions.close()
      await logs.flush()
      await bedrock.close()
    },
  }
}
